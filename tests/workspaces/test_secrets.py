"""Secrets are encrypted at rest, and keys can be changed while everything goes on."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import Fernet
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.factories.workspaces import UserFactory
from workspaces import secrets

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SEED = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def with_old_key(settings):
    settings.FIELD_KEYS = [OLD]


def rotate(*arguments: str) -> str:
    said = StringIO()
    call_command("rotate_keys", *arguments, stdout=said)
    return said.getvalue()


def test_a_secret_comes_back_and_never_looks_the_same_twice(with_old_key):
    one, two = secrets.encrypt("口令 123"), secrets.encrypt("口令 123")

    assert secrets.decrypt(one) == secrets.decrypt(two) == "口令 123"
    assert one != two
    assert "123" not in one


def test_what_no_key_opens_is_said(settings, with_old_key):
    kept = secrets.encrypt("口令")
    settings.FIELD_KEYS = [NEW]

    with pytest.raises(secrets.Unreadable):
        secrets.decrypt(kept)


def test_a_key_that_is_none_is_a_sentence(settings):
    settings.FIELD_KEYS = ["not-a-key"]

    with pytest.raises(ImproperlyConfigured, match="rotate_keys --new"):
        secrets.encrypt("口令")


@pytest.mark.django_db
def test_second_factors_stay_usable_through_a_change_of_keys(settings, with_old_key, rf):
    kept = TOTP.activate(UserFactory(), SEED).instance
    codes = RecoveryCodes.activate(UserFactory())
    before = codes.get_unused_codes()
    assert SEED not in str(Authenticator.objects.get(pk=kept.pk).data)

    settings.FIELD_KEYS = [NEW, OLD]
    assert "2 encrypted anew" in rotate()
    settings.FIELD_KEYS = [NEW]

    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(SEED, counter))
    assert TOTP(Authenticator.objects.get(pk=kept.pk)).validate_code(code)
    again = RecoveryCodes(Authenticator.objects.get(pk=codes.instance.pk))
    assert again.get_unused_codes() == before
    assert "2 already with the newest key, 0 encrypted anew" in rotate()


@pytest.mark.django_db
def test_a_seed_kept_in_clear_before_is_read_and_then_encrypted(with_old_key):
    row = Authenticator.objects.create(
        user=UserFactory(), type=Authenticator.Type.TOTP, data={"secret": SEED}
    )
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(SEED, counter))
    assert TOTP(row).validate_code(code)

    assert "1 would be encrypted anew" in rotate("--dry-run")
    row.refresh_from_db()
    assert row.data["secret"] == SEED
    rotate()

    row.refresh_from_db()
    assert SEED not in row.data["secret"]
    assert secrets.decrypt(row.data["secret"]) == SEED


@pytest.mark.django_db
def test_codes_migrated_from_elsewhere_are_encrypted_one_by_one(settings, with_old_key):
    row = Authenticator.objects.create(
        user=UserFactory(),
        type=Authenticator.Type.RECOVERY_CODES,
        data={"migrated_codes": [secrets.encrypt("abc"), "def"], "used_mask": 0},
    )
    settings.FIELD_KEYS = [NEW, OLD]

    assert "2 encrypted anew" in rotate()

    row.refresh_from_db()
    kept = row.data["migrated_codes"]
    assert [secrets.decrypt(code) for code in kept] == ["abc", "def"]
    assert all(secrets.is_newest(code) for code in kept)


@pytest.mark.django_db
def test_what_cannot_be_read_is_left_and_said(settings, with_old_key):
    row = TOTP.activate(UserFactory(), SEED).instance
    kept = row.data["secret"]
    settings.FIELD_KEYS = [NEW]

    with pytest.raises(CommandError, match="back behind the others"):
        rotate()

    row.refresh_from_db()
    assert row.data["secret"] == kept


def test_a_new_key_is_printed_and_usable(settings):
    settings.FIELD_KEYS = [rotate("--new").strip()]

    assert secrets.decrypt(secrets.encrypt("口令")) == "口令"


def test_what_a_former_signing_key_signed_is_still_read(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "former", []
    signed = signing.dumps({"page": 3})

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "newer", ["former"]
    assert signing.loads(signed) == {"page": 3}
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(signing.BadSignature):
        signing.loads(signed)
