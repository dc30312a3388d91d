"""What stands in another language than its page says so, for those who hear it read aloud."""

import pytest
from django.utils import translation

from city.templatetags.words import lang_attr
from city.words import Words, words


@pytest.mark.parametrize(
    ("page", "said", "attribute"),
    [
        ("en", words("보고서"), ' lang="ko"'), ("en", words("보고서", "Report"), ""),
        ("ko", words("보고서"), ""), ("ko", Words({"en": "Report"}), ""), ("en", "ko", ' lang="ko"'),
        ("ko", "en", ' lang="en"'), ("en", "en", ""), ("en", "", ""), ("en", None, ""),
        ("ko", '"><script>', ' lang="&quot;&gt;&lt;script&gt;"'),
    ],
)  # fmt: skip
def test_only_another_language_is_named(page, said, attribute):
    with translation.override(page):
        assert lang_attr(said) == attribute
