"""How many answered what the city asked."""

from city.words import words
from reports.figures.definition import WHOLE, Definition

FIGURES: tuple[Definition, ...] = (
    Definition(
        key="survey_responses",
        name=words("설문 응답", "Survey responses"),
        unit=words("건", "responses"),
        definition=words(
            "끝난 설문에 들어온 응답의 수. 응답이 적어 결과를 싣지 않은 회차는 빠집니다.",
            "Responses to surveys that have closed, without rounds of which nothing is published "
            "because few answered.",
        ),
        denominator=words(
            "끝난 모든 설문의 응답. 두 번 응답한 사람은 두 번 셉니다.",
            "All responses to closed surveys; who answered two counts twice.",
        ),
        source="(SELECT 1 FROM survey_answers WHERE \"column\" = 'wave')",
        value="count(*)",
        cuts=(WHOLE,),
        people=("count(*)",),
        people_of="survey responses",
        pandas="(survey_answers['column'] == 'wave').sum()",
        icon="comment",
    ),
)
