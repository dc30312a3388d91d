"""Settings of the tests: their own folder, quick passwords, mail kept in memory."""

import atexit
import os
import shutil
import tempfile

if "LIVINGLAB_TEST_VAR" in os.environ:
    os.environ["LIVINGLAB_VAR"] = os.environ["LIVINGLAB_TEST_VAR"]
else:
    os.environ["LIVINGLAB_VAR"] = _folder = tempfile.mkdtemp(prefix="livinglab-test-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)

from livinglab.settings import *  # noqa: F403
from livinglab.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
ALLOWED_HOSTS = ["*"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, since threads cannot wait for each other on a database in memory.
    DATABASES["default"].setdefault("TEST", {})["NAME"] = str(VAR / "test.sqlite3")  # noqa: F405


class Undefined(str):
    """A variable that a template of ours names but nobody gave: the test fails."""

    def __mod__(self, name):
        raise NameError(f"Undefined template variable: {name}")

    def __contains__(self, item):
        return item == "%s"


# Third-party templates (admin, allauth, REST) rely on undefined names being empty; ours may not.
STRICT_TEMPLATES = Undefined("%s")
