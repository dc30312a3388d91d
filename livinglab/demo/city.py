"""The demo city's rows: its name, departments, categories, districts and landmarks."""

import json
from pathlib import Path

from accounts.consent import seed_consent_texts
from city.models import Category, City, Department
from city.words import Words, words
from maps.korea import districts_of_city
from maps.models import District, Place

FOLDER = Path(__file__).parent

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
    "walking": (words("보행", "Walking"), "walk", "road"),
    "traffic": (words("교통·주차", "Traffic and parking"), "car", "transport"),
    "safety": (words("안전", "Safety"), "shield", "safety"),
    "environment": (words("환경·하천", "Environment and rivers"), "leaf", "environment"),
    "care": (words("돌봄·건강", "Care and health"), "heart", "welfare"),
    "facilities": (words("생활시설", "Everyday facilities"), "building", "parks"),
    "digital": (words("디지털", "Digital"), "screen", "smart"),
    "culture": (words("문화·여가", "Culture and leisure"), "music", "culture"),
}


def make_rows() -> None:
    """Departments, categories and consent texts: the same for the demo and for a real city."""
    for position, (code, name) in enumerate(DEPARTMENTS.items()):
        Department.objects.get_or_create(
            code=code, defaults={"name": name, "phone": f"031-000-01{position:02}"}
        )
    departments = {row.code: row for row in Department.objects.all()}
    for position, (slug, (name, icon, department)) in enumerate(CATEGORIES.items()):
        Category.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "icon": icon,
                "department": departments[department],
                "position": position,
            },
        )
    seed_consent_texts()


def people_word(name: str) -> Words:
    """구 people are 구민, 군 people 군민, everybody else 시민."""
    if name.endswith("구"):
        return words("구민", "residents")
    if name.endswith("군"):
        return words("군민", "residents")
    return words("시민", "citizens")


def make_demo_city(name: str) -> City:
    """A City row marked as a demonstration, with real outlines (KOSTAT 2020) and landmarks."""
    districts_of_city(name)
    districts = list(District.objects.current().without_outline())
    west, east = min(d.west for d in districts), max(d.east for d in districts)
    south, north = min(d.south for d in districts), max(d.north for d in districts)
    short = name.split()[-1]
    city = City(
        name=words(short, ENGLISH.get(short, "")),
        people_word=people_word(short),
        operator=words(f"{short} 시민 리빙랩(시연)", "Citizen living lab (demonstration)"),
        address=words("시연용 누리집이라 주소가 없습니다", "A demonstration site has no address"),
        phone="031-000-0000",
        phone_hours=words("평일 09:00~18:00", "Weekdays 09:00–18:00"),
        email="livinglab@demo.test",
        privacy_officer=words("스마트도시과장(시연)", "Head of Smart City (demonstration)"),
        lon=(west + east) / 2,
        lat=(south + north) / 2,
        west=west,
        south=south,
        east=east,
        north=north,
        is_demo=True,
    )
    city.save()
    make_rows()
    if short == "의정부시":
        _load_landmarks(FOLDER / "places_uijeongbu.json")
    return city


ENGLISH = {
    "의정부시": "Uijeongbu",
    "오산시": "Osan",
    "세종시": "Sejong",
    "관악구": "Gwanak",
    "수원시": "Suwon",
    "성남시": "Seongnam",
    "전주시": "Jeonju",
}


def _load_landmarks(path: Path) -> None:
    rows = json.loads(path.read_text("utf-8"))
    Place.objects.bulk_create(
        Place(
            kind=row["kind"],
            name=Words(row["name"]),
            lon=row["lon"] if "lon" in row else row["line"][len(row["line"]) // 2][0],
            lat=row["lat"] if "lat" in row else row["line"][len(row["line"]) // 2][1],
            line={"type": "LineString", "coordinates": row["line"]} if "line" in row else None,
        )
        for row in rows
    )
