"""The rows every portal starts with: departments, categories and consent texts. A city edits them."""

from accounts.carriers import seed_carriers
from accounts.consent import seed_consent_texts
from accounts.levels import seed_rights
from accounts.rules import seed_rules
from city.models import Category, Department
from city.words import Words, words

DEPARTMENTS = {
    "road": words("도로과", "Roads"),
    "transport": words("교통과", "Transport"),
    "safety": words("안전총괄과", "Safety"),
    "environment": words("환경과", "Environment"),
    "welfare": words("복지정책과", "Welfare"),
    "parks": words("공원녹지과", "Parks"),
    "smart": words("스마트도시과", "Smart City"),
    "culture": words("문화관광과", "Culture and Tourism"),
}

CATEGORIES = {
    "walking": (words("보행", "Walking"), "walking", "road"),
    "traffic": (words("교통·주차", "Traffic and parking"), "traffic", "transport"),
    "safety": (words("안전", "Safety"), "safety", "safety"),
    "environment": (words("환경·하천", "Environment and rivers"), "environment", "environment"),
    "care": (words("돌봄·건강", "Care and health"), "care", "welfare"),
    "facilities": (words("생활시설", "Everyday facilities"), "facilities", "parks"),
    "digital": (words("디지털", "Digital"), "digital", "smart"),
    "culture": (words("문화·여가", "Culture and leisure"), "culture", "culture"),
}


def make_rows() -> None:
    """Made once, then the city's own to edit."""
    make_departments()
    make_categories()
    make_texts_and_rights()


def make_texts_and_rights() -> None:
    """What every city has, whatever tables it brings: consents, rights, ways to send news."""
    seed_consent_texts()
    seed_rights()
    seed_rules()
    seed_carriers()


def make_departments() -> None:
    """Without telephone numbers: nobody should call one that was made up."""
    for code, name in DEPARTMENTS.items():
        Department.objects.get_or_create(code=code, defaults={"name": name})


def make_categories() -> None:
    """Each with the department that is usual for it, where the city has it."""
    departments = {row.code: row for row in Department.objects.all()}
    for position, (slug, (name, icon, department)) in enumerate(CATEGORIES.items()):
        Category.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "icon": icon,
                "department": departments.get(department),
                "position": position,
            },
        )


def people_word(name: str) -> Words:
    """구 people are 구민, 군 people 군민, everybody else 시민."""
    if name.endswith("구"):
        return words("구민", "residents")
    if name.endswith("군"):
        return words("군민", "residents")
    return words("시민", "citizens")
