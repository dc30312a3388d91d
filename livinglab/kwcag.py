"""The 33 checks of KWCAG 2.2 and how this portal stands with each (templates/livinglab/accessibility.html)."""

from datetime import date
from typing import NamedTuple

from city.words import Words, words

CHECKED_ON = date(2026, 11, 21)


class State:
    MET = words("지킴", "Met")
    PARTLY = words("일부 지킴", "Partly met")
    NONE = words("해당 없음", "Not applicable")


class Check(NamedTuple):
    clause: str
    name: Words
    state: Words
    note: Words


def _check(clause: str, ko: str, en: str, state: Words, note_ko: str, note_en: str) -> Check:
    return Check(clause, words(ko, en), state, words(note_ko, note_en))


CHECKS: list[Check] = [
    _check("5.1.1", "적절한 대체 텍스트 제공", "Text alternatives", State.PARTLY,
           "그림과 차트에는 설명이나 표가 있습니다. 주민이 올린 사진은 설명이 없을 수 있어 그렇다고 읽어 줍니다.",
           "Pictures and charts have words or a table. A resident’s photo may lack them; that is said."),
    _check("5.2.1", "자막 제공", "Captions", State.NONE, "소리나 영상이 없습니다.", "There is no audio or video."),
    _check("5.3.1", "표의 구성", "Tables", State.MET,
           "자료 표마다 제목과 머리글 칸이 있습니다.", "Each data table has a caption and header cells."),
    _check("5.3.2", "콘텐츠의 선형 구조", "Linear structure", State.MET,
           "보이는 차례와 읽는 차례가 같습니다.", "The order seen is the order read."),
    _check("5.3.3", "명확한 지시 사항 제공", "Clear instructions", State.MET,
           "색이나 위치만으로 안내하지 않습니다.", "Never by colour or position alone."),
    _check("5.4.1", "색에 무관한 콘텐츠 인식", "Not by colour alone", State.MET,
           "상태마다 글과 모양이 다릅니다.", "Each state has words and a shape."),
    _check("5.4.2", "자동 재생 금지", "No autoplay", State.MET,
           "저절로 나는 소리가 없습니다.", "Nothing plays by itself."),
    _check("5.4.3", "텍스트 콘텐츠의 명도 대비", "Text contrast", State.MET,
           "4.5:1 이상이며, 선명한 화면에서는 더 높습니다.", "At least 4.5:1, more in high contrast."),
    _check("5.4.4", "콘텐츠 간의 구분", "Content set apart", State.MET,
           "카드와 구역을 선과 여백으로 나눕니다.", "Lines and space separate cards and sections."),
    _check("6.1.1", "키보드 사용 보장", "Keyboard", State.PARTLY,
           "모든 일을 키보드로 할 수 있습니다. 지도 대신 목록과 읍면동 고르기를 쓸 수 있습니다.",
           "Everything works by keyboard; beside the map stand a list and a choice of districts."),
    _check("6.1.2", "초점 이동과 표시", "Focus", State.MET,
           "초점이 늘 굵은 테두리로 보입니다.", "Focus is always shown by a thick outline."),
    _check("6.1.3", "조작 가능", "Operable", State.MET,
           "누르는 곳의 크기와 간격이 충분합니다.", "Targets are large enough and apart."),
    _check("6.1.4", "문자 단축키", "Character shortcuts", State.PARTLY,
           "업무 화면에만 있으며, 입력 칸에서는 작동하지 않습니다.",
           "Only at the desk; they do not act inside fields."),
    _check("6.2.1", "응답 시간 조절", "Time limits", State.PARTLY,
           "인증 번호만 1시간의 제한이 있고 다시 받을 수 있습니다. 쓰던 글은 7일 동안 보관합니다.",
           "Only the code lasts for an hour and can be sent again. Drafts are kept for 7 days."),
    _check("6.2.2", "정지 기능 제공", "Pause", State.MET, "저절로 움직이는 것이 없습니다.", "Nothing moves by itself."),
    _check("6.3.1", "깜빡임과 번쩍임 사용 제한", "Flashing", State.MET, "깜빡이는 것이 없습니다.", "Nothing flashes."),
    _check("6.4.1", "반복 영역 건너뛰기", "Skip link", State.MET,
           "맨 처음에 ‘본문 바로가기’가 있습니다.", "“Skip to content” comes first."),
    _check("6.4.2", "제목 제공", "Titles", State.MET,
           "화면마다 다른 제목이 있고 소제목 차례가 맞습니다.", "Each page has its own title; headings are in order."),
    _check("6.4.3", "적절한 링크 텍스트", "Link text", State.MET,
           "‘여기’나 ‘더보기’만 쓴 링크가 없습니다.", "No link says only “here” or “more”."),
    _check("6.4.4", "고정된 참조 위치 정보", "Page references", State.NONE,
           "쪽 번호가 있는 전자 문서를 싣지 않습니다.", "No paged publications are embedded."),
    _check("6.5.1", "단일 포인터 입력 지원", "Single pointer", State.MET,
           "두 손가락이나 끌기로만 되는 일이 없습니다.", "Nothing needs two fingers or dragging."),
    _check("6.5.2", "포인터 입력 취소", "Pointer cancellation", State.MET,
           "손을 뗄 때 작동합니다.", "Things happen on release."),
    _check("6.5.3", "레이블과 네임", "Label in name", State.MET,
           "보이는 글과 읽어 주는 이름이 같습니다.", "What is seen is what is read."),
    _check("6.5.4", "동작 기반 작동", "Motion", State.NONE,
           "기기를 흔들거나 기울여 쓰는 기능이 없습니다.", "Nothing uses motion of the device."),
    _check("7.1.1", "기본 언어 표시", "Language of the page", State.MET,
           "화면과 글마다 언어를 표시합니다.", "Pages and parts name their language."),
    _check("7.2.1", "사용자 요구에 따른 실행", "On request", State.MET,
           "고르기만 해서는 화면이 바뀌지 않습니다.", "Choosing alone changes no page."),
    _check("7.2.2", "찾기 쉬운 도움 정보", "Consistent help", State.MET,
           "모든 화면 아래 같은 자리에 이용 안내와 전화번호가 있습니다.", "Help is always in the same place."),
    _check("7.3.1", "오류 정정", "Error correction", State.MET,
           "무엇을 고칠지 한 문장으로 알리고, 적은 내용은 그대로 둡니다.",
           "One sentence says what to do; what was typed stays."),
    _check("7.3.2", "레이블 제공", "Labels", State.MET, "입력 칸마다 이름이 있습니다.", "Every field has a label."),
    _check("7.3.3", "접근 가능한 인증", "Accessible sign-in", State.MET,
           "비밀번호를 붙여 넣고 볼 수 있습니다. 외우거나 푸는 문제가 없습니다.",
           "Passwords can be pasted and shown; there are no puzzles."),
    _check("7.3.4", "반복 입력 정보", "Redundant entry", State.MET,
           "같은 것을 두 번 묻지 않습니다.", "Nothing is asked twice."),
    _check("8.1.1", "마크업 오류 방지", "Markup", State.PARTLY,
           "우리 화면은 자동으로 검사합니다. 외부 도구로 모두 검사하지는 않았습니다.",
           "Our pages are checked by tests, not yet all of them by an outside tool."),
    _check("8.2.1", "웹 애플리케이션 접근성 준수", "Web applications", State.PARTLY,
           "지도는 화면 낭독기로 읽기 어려워 같은 내용을 목록으로 드립니다.",
           "Maps are hard to read with a screen reader; the same content is given as a list."),
]  # fmt: skip
