"""Age bands: people stand in bands of ten years, places are shared by wider ones."""

from maps.population import AGE_UNKNOWN

# How places are usually shared by age; each covers whole bands of ten years.
AGE_GROUPS = ("0-19", "20-39", "40-59", "60+")
OLDEST = 200


def age_band(birth_year: int | None, year: int) -> str:
    """1990 in 2026 → "30-39"."""
    if birth_year is None:
        return ""
    decade = (year - birth_year) // 10 * 10
    return "80+" if decade >= 80 else f"{decade}-{decade + 9}"


def is_within(age_band: str, group: str) -> bool:
    """Whether "60-69" lies in "60+"; who did not tell their age is in no group."""
    if not age_band:
        return False
    (first, last), (start, end) = span(age_band), span(group)
    return start <= first and last <= end


def span(age_band: str) -> tuple[int, int]:
    """The first and the last year of "20-39", "60+" or "7"."""
    if age_band.endswith("+"):
        return int(age_band[:-1]), OLDEST
    first, _dash, last = age_band.partition("-")
    return int(first), int(last or first)


def group_of(age_band: str) -> str | None:
    """In which of the groups a band of the population counts lies; None where it lies in none."""
    if age_band == AGE_UNKNOWN:
        return None
    return next((group for group in AGE_GROUPS if is_within(age_band, group)), None)
