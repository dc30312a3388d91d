"""The portal's own settings, with one more kind of work."""

from livinglab.settings import *  # noqa: F403
from livinglab.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.browser.slow"]
