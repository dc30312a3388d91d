"""The demo city's rows: its name, districts and landmarks."""

import json
from pathlib import Path

from city.models import City, Department
from city.words import Words, words
from livinglab.starting_rows import make_rows, people_word
from maps.korea import districts_of_city
from maps.models import Place

FOLDER = Path(__file__).parent


def make_demo_city(name: str) -> City:
    """A City row marked as a demonstration, with real outlines (KOSTAT 2020) and landmarks."""
    found = districts_of_city(name=name)
    west, south, east, north = found.bounds
    short = found.name["ko"]
    city = City(
        name=found.name,
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
    for position, department in enumerate(Department.objects.all()):
        department.phone = f"031-000-01{position:02}"  # 000 is given to nobody
        department.save()
    if short == "의정부시":
        _load_landmarks(FOLDER / "places_uijeongbu.json")
    return city


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
