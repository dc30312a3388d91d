"""Settings of the tests: their own folder, quick passwords, mail kept in memory."""

import atexit
import os
import shutil
import sys
import tempfile

if "LIVINGLAB_TEST_VAR" in os.environ:
    os.environ["LIVINGLAB_VAR"] = os.environ["LIVINGLAB_TEST_VAR"]
else:
    os.environ["LIVINGLAB_VAR"] = _folder = tempfile.mkdtemp(prefix="livinglab-test-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)

from livinglab.settings import *  # noqa: F403
from livinglab.settings import BASE_DIR, DATABASES, STORAGES, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
ALLOWED_HOSTS = ["*"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MAP_FRESH_SECONDS = 3600  # so that the number of queries does not depend on how busy the machine is
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file rather than memory, so that parallel connections wait for each other as they do live.
    DATABASES["default"].setdefault("TEST", {})["NAME"] = str(VAR / "test.sqlite3")  # noqa: F405


class Undefined(str):
    """A variable that a page of ours names but nobody gave: the test fails.

    Pages of others (allauth, the admin, REST) rely on undefined names being empty.
    """

    def __mod__(self, name):
        context = sys._getframe(1).f_locals["context"]
        pages = (context.template, context.render_context.template)
        if all(str(page.origin.name).startswith(OURS) for page in pages):
            raise NameError(f"{pages[1].origin.name} names {name}, which nobody gave")
        return ""


OURS = str(BASE_DIR / "templates")
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")
