"""The consent texts a portal starts with; a city writes its own versions over them."""

from typing import Any

from city.words import words

STARTING_TEXTS: dict[str, dict[str, Any]] = {
    "terms": {
        "title": words("이용약관 동의", "Terms of use"),
        "purpose": words(
            "주민과 시가 함께 지킬 약속을 정합니다. 제안과 댓글은 누구나 볼 수 있으며, "
            "다른 사람을 해치거나 개인정보를 드러내는 글은 이유를 알리고 가립니다.",
            "They say what residents and the city can expect of each other. Proposals and comments "
            "can be read by anybody; texts that harm somebody or reveal personal data are hidden, "
            "and the author is told why.",
        ),
        "items": words("수집하는 항목 없음", "Nothing is collected"),
        "retention": words("탈퇴할 때까지", "Until you close your account"),
        "refusal": words(
            "동의하지 않으실 수 있습니다. 다만 약관에 동의해야 제안, 공감, 댓글을 남길 수 있습니다. "
            "읽기와 자료 내려받기는 가입하지 않아도 됩니다.",
            "You may refuse. Proposing, backing and commenting need your agreement; reading and "
            "downloading need no account at all.",
        ),
        "is_required": True,
    },
    "privacy": {
        "title": words("개인정보 수집·이용 동의", "Collection and use of personal data"),
        "purpose": words(
            "한 사람이 한 번씩만 공감하고 답하도록 확인하고, 로그인과 비밀번호 찾기를 돕습니다.",
            "To make sure that each person backs and answers only once, and to let you sign in and "
            "reset your password.",
        ),
        "items": words(
            "이메일 주소 또는 휴대전화 번호, 비밀번호(정하신 경우, 암호로 바꾸어 저장). 간편 로그인을 "
            "쓰면 그 서비스의 회원 식별번호. 거주 확인을 받으면 확인한 날과 읍면동",
            "E-mail address or mobile number, and a password if you set one (stored only as a hash). "
            "With social sign-in: the number by which that service knows you. With a confirmed "
            "residence: the day and the district",
        ),
        "retention": words(
            "탈퇴하면 바로 지웁니다. 이메일 확인을 마치지 않은 가입 신청은 30일 뒤에 지웁니다.",
            "Erased at once when you close your account. Sign-ups whose e-mail was never confirmed "
            "are erased after 30 days.",
        ),
        "refusal": words(
            "동의하지 않으실 수 있습니다. 다만 꼭 필요한 항목이라 동의하지 않으면 가입할 수 없습니다.",
            "You may refuse. These items are indispensable, so there is no account without them.",
        ),
        "is_required": True,
    },
    "age": {
        "title": words("만 14세 이상 확인", "14 years or older"),
        "purpose": words(
            "만 14세 미만 어린이의 개인정보는 보호자의 동의가 있어야 받을 수 있어 나이를 여쭙니다.",
            "Personal data of children under 14 needs a guardian’s consent, so we have to ask.",
        ),
        "items": words("만 14세 이상인지 여부", "Whether you are 14 or older"),
        "retention": words("탈퇴할 때까지", "Until you close your account"),
        "refusal": words(
            "답하지 않으실 수 있습니다. 다만 답하지 않으면 가입할 수 없습니다.",
            "You may refuse to answer; there is no account without an answer.",
        ),
        "is_required": True,
    },
    "contact": {
        "title": words("이메일이나 문자로 소식 받기", "News by e-mail or text"),
        "purpose": words(
            "내 제안과 공감한 제안이 어떻게 되었는지, 참여한 실증의 일정이 언제인지 이메일이나 문자로 알려 드립니다. "
            "홍보 메일은 보내지 않습니다.",
            "To tell you what becomes of the proposals you made or backed and when something is due "
            "in a pilot you joined. No advertising.",
        ),
        "items": words(
            "이메일 주소, 문자로 받으면 휴대전화 번호",
            "E-mail address; for texts the mobile number",
        ),
        "retention": words(
            "동의를 거두거나 탈퇴할 때까지", "Until you take this back or close your account"
        ),
        "refusal": words(
            "동의하지 않아도 모든 기능을 쓸 수 있습니다. 소식은 내 소식함에서 보실 수 있습니다.",
            "Everything works without it. You will find the news in your inbox here.",
        ),
    },
    "profile": {
        "title": words("통계용 선택 정보", "Optional details for statistics"),
        "purpose": words(
            "어떤 연령과 지역의 목소리가 빠졌는지 살피고, 실증 참여자를 고르게 뽑는 데에만 씁니다. "
            "화면에는 보이지 않으며, 인원이 적은 집단의 수는 공개하지 않습니다.",
            "Only to see whose voice is missing, by age and district, and to draw participants of "
            "pilots evenly. Never shown; counts of small groups are not published.",
        ),
        "items": words("태어난 해, 성별, 사는 읍면동", "Year of birth, sex, home district"),
        "retention": words(
            "동의를 거두거나 탈퇴하면 바로 지웁니다.",
            "Erased at once when you take this back or close your account.",
        ),
        "refusal": words(
            "동의하지 않아도 가입하고 제안하고 공감하는 데 아무 차이가 없습니다.",
            "Refusing makes no difference: you can sign up, propose and back proposals all the same.",
        ),
    },
}
