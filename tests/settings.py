"""The product's settings in a folder of their own; nothing of the operator's is touched.

TEST_DATABASE_URL and TEST_REDIS_URL choose real servers; without them SQLite and memory are used.
"""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="workbench-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
for _name in (
    "ALLOWED_HOSTS",
    "BEHIND_PROXY",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "EMAIL_HOST",
    "FIELD_KEYS",
    "LOG_JSON",
    "METRICS_TOKEN",
    "OIDC_SERVER_URL",
    "OUTSIDE_ALLOWED",
    "RETAIN_JOBS_DAYS",
    "RETAIN_NOTICES_DAYS",
    "RETAIN_UNUSED_FILES_DAYS",
    "SAMPLE",
    "SECRET_KEY_FALLBACKS",
    "SITE_URL",
    "UPLOAD_MAX_MB",
):
    os.environ.pop(_name, None)
    os.environ.pop(f"{_name}_FILE", None)
os.environ.update(
    WORKBENCH_DATA=_folder,
    SECRET_KEY="only-for-tests",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", ""),
    REDIS_URL=os.environ.get("TEST_REDIS_URL", ""),
    LOG_LEVEL="WARNING",
)

from workbench.settings import *  # noqa: E402, F403
from workbench.settings import DATABASES, STORAGES, WORKBENCH_DATA  # noqa: E402

# A file, not memory: threads of the live server then lock each other as they do in life.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": WORKBENCH_DATA / "test.sqlite3"}
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
STATIC_ROOT = WORKBENCH_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_AUTOREFRESH = True
# Argon2 is slow on purpose; tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
