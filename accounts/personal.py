"""What is personal in this room, in sign-in's own tables, and in the rooms below."""

from accounts.privacy import BY_HAND, DELETE, KEEP, expires, nothing_personal, register


def declare() -> None:
    _news_and_acts()
    _level()
    _office()
    _sign_in()
    _the_person()
    _nothing_personal()
    expires("unconfirmed accounts", "accounts.erase.erase_unconfirmed")
    expires("entrance codes", "accounts.entrance_codes.erase_codes")
    expires("read news", "accounts.erase.erase_read_news")
    expires("receivers of old messages", "accounts.outgoing.forget_old_receivers")
    expires("old invitations", "accounts.invite.erase_old_invitations")
    expires("sessions", "accounts.erase.erase_sessions")
    expires("finished jobs", "accounts.erase.erase_finished_jobs")


def _news_and_acts() -> None:
    register(
        "accounts.Delivery",
        person="person",
        fields={
            "update_told__title": KEEP, "update_told__body": KEEP, "update_told__url": KEEP,
            "at": KEEP, "read_at": KEEP,
        },
        erase=DELETE,
    )  # fmt: skip
    _ways_to_be_told()
    register(
        "accounts.ModerationCase",
        person="reporter",
        fields={
            "kind": KEEP, "target": KEEP, "source": KEEP, "reason": "–", "state": KEEP,
            "created_at": KEEP,
        },
    )  # fmt: skip
    register(
        "accounts.Block",
        person="person",
        fields={"reason": KEEP, "until": KEEP, "at": KEEP, "lifted_at": KEEP},
        erase=DELETE,
    )
    # What they agreed to and who looked at their data stays as proof, under the empty row.
    register(
        "accounts.Consent",
        person="person",
        fields={
            "text__kind": KEEP, "text__version": KEEP, "text__title": KEEP, "given": KEEP, "at": KEEP,
        },
    )  # fmt: skip
    register(
        "accounts.AccessLog", person="subject", fields={"action": KEEP, "thread": KEEP, "at": KEEP}
    )


def _ways_to_be_told() -> None:
    register(
        "accounts.Message",
        person="person",
        fields={"kind": KEEP, "state": KEEP, "created_at": KEEP, "sent_at": KEEP},
        erase="accounts.outgoing.forget_messages",
    )
    register(
        "accounts.SavedArea",
        person="person",
        fields={
            "district__name": KEEP, "place__name": KEEP, "lon": KEEP, "lat": KEEP,
            "radius": KEEP, "at": KEEP,
        },
        erase=DELETE,
    )  # fmt: skip
    register(
        "accounts.DeskContact",
        person="person",
        fields={"name": BY_HAND, "phone": BY_HAND, "address": BY_HAND, "at": KEEP},
        erase=DELETE,
    )
    register("accounts.Mute", person="person", fields={"thread": KEEP, "at": KEEP}, erase=DELETE)


def _level() -> None:
    register(
        "accounts.Residence",
        person="person",
        fields={
            "method": KEEP,
            "confirmed": KEEP,
            "district__name": KEEP,
            "note": "",
            "at": KEEP,
        },
        erase=DELETE,
    )
    register(
        "accounts.ResidenceRequest",
        person="person",
        fields={"state": KEEP, "note": "", "created_at": KEEP, "decided_at": KEEP},
        erase=DELETE,
    )
    register("accounts.ResidenceCode", person="used_by", fields={"used_at": KEEP})
    nothing_personal("An address for a day: accounts/entrance_codes.py.", "accounts.EntranceCode")


def _office() -> None:
    register(
        "accounts.Invitation",
        person="accepted_by",
        fields={"email": BY_HAND, "role": KEEP, "created_at": KEEP, "accepted_at": KEEP},
        erase=DELETE,
    )


def _sign_in() -> None:
    register(
        "account.EmailConfirmation",
        person="email_address__user",
        fields={"created": KEEP, "sent": KEEP},
        erase=DELETE,
    )
    register(
        "account.EmailAddress",
        person="user",
        fields={"email": BY_HAND, "verified": KEEP},
        erase=DELETE,
    )
    register(
        "socialaccount.SocialToken",
        person="account__user",
        fields={"expires_at": KEEP},
        erase=DELETE,
    )
    register(
        "socialaccount.SocialAccount",
        person="user",
        fields={"provider": KEEP, "uid": BY_HAND, "extra_data": BY_HAND, "date_joined": KEEP},
        erase=DELETE,
    )
    register(
        "mfa.Authenticator",
        person="user",
        fields={"type": KEEP, "created_at": KEEP, "last_used_at": KEEP},
        erase=DELETE,
    )
    register(
        "admin.LogEntry",
        person="user",
        fields={"action_time": KEEP, "object_repr": "–", "change_message": ""},
    )


def _the_person() -> None:
    """Last of all: accounts/erase.py empties the row itself."""
    register(
        "accounts.User",
        person="pk",
        fields={
            "email": BY_HAND, "phone": BY_HAND, "pseudonym": BY_HAND, "role": KEEP, "level": KEEP, "language": KEEP,
            "birth_year": KEEP, "sex": KEEP, "home_district__name": KEEP, "told_by": KEEP, "rhythm": KEEP,
            "created_at": KEEP, "last_login": KEEP,
        },
    )  # fmt: skip


def _nothing_personal() -> None:
    nothing_personal(
        "The city's own words and acts in office.",
        "accounts.ConsentText", "accounts.PolicyText", "accounts.ModerationAct", "accounts.SignOff",
        "accounts.SignOffStep", "accounts.LevelRight", "accounts.ResidenceBatch",
        "accounts.SettingChange", "accounts.Carrier", "accounts.ModerationRule",
    )  # fmt: skip
    nothing_personal(
        "What the staff leave each other about their work.",
        "accounts.Deputy", "accounts.DeskNote", "accounts.DeskNote_mentions", "accounts.HandOver",
    )  # fmt: skip
    nothing_personal("Blanked where it quotes a person: accounts/erase.py.", "accounts.Update")
    nothing_personal("Digests only.", "accounts.AccessSeal")
    nothing_personal("Counts that pages told, never of fewer than a few people.", "city.KeptCounts")
    nothing_personal(
        "The city's own rows.",
        "city.City", "city.Department", "city.Category", "city.DayOff", "city.Delegation",
        "maps.District", "maps.Succession", "maps.Population", "maps.Place", "maps.Change",
        "maps.Snapshot",
    )  # fmt: skip
    nothing_personal("Numbers of rows and progress, no words of people.", "jobs.Job")
    nothing_personal("Erased with the proposal, diary or draft it belongs to.", "photos.Photo")
    nothing_personal("Ended with the account: accounts/erase.py.", "sessions.Session")
    nothing_personal(
        "Set up by administrators.",
        "auth.Group", "auth.Permission", "contenttypes.ContentType", "socialaccount.SocialApp",
    )  # fmt: skip
