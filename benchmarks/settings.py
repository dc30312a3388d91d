"""The portal's own settings, with one empty view more to compare with."""

from livinglab.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
