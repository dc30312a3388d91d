"""A published report cannot be changed, not even from a database shell."""

from city.history import CloseHistory


class ClosePublished(CloseHistory):
    """Migration step: like CloseHistory, but only for rows that are published.

    `may_follow` names columns that later versions write: which one took its place.
    """

    when = "published_at"

    def __init__(self, model_name: str, may_follow: tuple[str, ...] = ()):
        super().__init__(model_name, may_forget=may_follow)

    def deconstruct(self):
        return self.__class__.__name__, [self.model_name], {"may_follow": self.may_forget}

    def _create(self, vendor: str, table: str, columns: list[str]) -> list[str]:
        closed = f"OLD.{self.when} IS NOT NULL"
        *before, trigger = super()._create(vendor, table, columns)
        if vendor == "postgresql":
            trigger = trigger.replace("FOR EACH ROW", f"FOR EACH ROW WHEN ({closed})")
        else:
            trigger = trigger.replace("BEGIN SELECT", f"WHEN {closed} BEGIN SELECT")
        return [*before, trigger]

    def describe(self):
        return f"Close published rows of {self.model_name}"


class CloseBuilt(ClosePublished):
    """The same for what is whole from the moment it is built."""

    when = "built_at"

    def describe(self):
        return f"Close built rows of {self.model_name}"
