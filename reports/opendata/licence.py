"""공공누리: the Korea Open Government Licence, by type."""

from dataclasses import dataclass

from city.words import Words, words


@dataclass(frozen=True)
class Licence:
    code: str
    mark: Words
    meaning: Words
    url: str


LICENCES = {
    f"KOGL-{number}": Licence(
        f"KOGL-{number}",
        words(f"공공누리 제{number}유형", f"KOGL type {number}"),
        words(ko, en),
        f"https://www.kogl.or.kr/info/licenseType{number}.do",
    )
    for number, ko, en in (
        (1, "출처를 밝히면 상업적 이용과 변경도 자유롭습니다.",
         "Free to use and change, also commercially, when you name the source."),
        (2, "출처를 밝히면 상업적 이용을 빼고 자유롭게 쓸 수 있습니다.",
         "Free to use and change, not commercially, when you name the source."),
        (3, "출처를 밝히면 변경하지 않고 자유롭게 쓸 수 있습니다.",
         "Free to use, also commercially, unchanged, when you name the source."),
        (4, "출처를 밝히면 상업적 이용과 변경을 빼고 쓸 수 있습니다.",
         "Free to use unchanged and not commercially, when you name the source."),
    )
}  # fmt: skip


def licence_of(code: str) -> Licence:
    return LICENCES.get(code, LICENCES["KOGL-1"])
