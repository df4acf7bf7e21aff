"""What the invented year needs said in so many words: worries, actions, reports, counts.

No child, team, place or plan in here exists.
"""

from datetime import datetime, timedelta

from analysis.actions import Wanted
from surveys.schema import Band
from web.commands.demo.adults import Worry

TITLES = {
    "accommodated_16_17": "Accommodated at 16 and 17,",
    "cin_end": "Child in need, at the end,",
    "cin_start": "Child in need, at the start,",
    "conference_consultation": "Before my conference,",
    "cp_conference": "After my conference,",
    "cp_end": "Protection plan, at the end,",
    "cp_start": "Protection plan, at the start,",
    "have_your_say": "Have your say,",
    "lac_review": "After my review,",
    "out_of_borough": "Living out of borough,",
}

PROMISED = {"out_of_borough", "lac_review", "accommodated_16_17"}
"""Children were promised a day by which they hear; for the last that day has passed."""

ELIGIBLE = {"Oak": 80, "Elm": 70, "Ash": 60, "Rowan": 50, "Willow": 40}
DECLINED = {"Oak": 6, "Elm": 4, "Ash": 5, "Rowan": 3, "Willow": 2}
"""By team: how many were asked and said no."""

_OWLS = "i dont feel safe at Bramble Hall when the owls shout at night"
_LANTERN = "Im scared to go home to Lantern Street on fridays"
_DOOR = "he hits me with the paper umbrella and says its a joke"
_STAIRS = "sometimes i wish i wasnt here"

SAID_LAST_YEAR = ({"change_one": _OWLS}, {"contact": "advocate"})
SAID_AT_START = {"cin": {"worry_now": _LANTERN}, "cp": {"worry_now": _DOOR, "scared": "yes"}}
SAID_THIS_YEAR = (
    {"change_one": _STAIRS, "contact": "someone_else"},
    {"safe_home": "not_very_safe", "change_one": "the stairs at Otter Lane creak and I listen"},
)
SAID_TODAY = {"change_one": "dont send me back to Quill Street please", "contact": "urgent"}
_TEAPOT = "a staff member grabbed my arm over the teapot and said dont tell"
SAID_ABOUT_STAFF = {"change_one": _TEAPOT}
NOT_SENT = "i dont want to say it but i never feel safe in the blue kitchen"
SAID_WITHOUT_A_CODE: tuple[tuple[Band, dict[str, str]], ...] = (
    ("8-10", {"about": "comment", "what_happened": "can there be a swing at the hoverboat stop"}),
    (
        "11-17",
        {"about": "complaint", "hurt": "no", "what_happened": "nobody rang me back for weeks"},
    ),
)

WISHES = (
    (_STAIRS, "This child may want to die. The worker has to know today.", 3, True),
    (_LANTERN, "A teacher asked me whose words these are.", 2, False),
    (_TEAPOT, "Somebody who works with children may have hurt this child.", 0, None),
)
"""Who wrote this? The words, why it is asked, how many days ago, and whether somebody agreed."""

WORRIES = (
    Worry(
        _OWLS,
        passed_to="worker",
        note="Rang the worker at Bramble Hall the same morning.",
        outcome="The worker visited. The owls are real and the window now shuts. Told the child.",
    ),
    Worry(_LANTERN, passed_to="duty", note="Rang duty at 9.42 and spoke with Hazel."),
    Worry(
        _DOOR,
        passed_to="duty",
        note="Rang duty at once. A visit is planned for today.",
        outcome="Seen by the team the same day; it is part of the plan now.",
    ),
    Worry(_STAIRS),
)
"""What became of each: two closed, one passed on, one seen; what was said today is new."""


def actions_last_year(now: datetime) -> tuple[Wanted, ...]:
    """Three actions of last year: done, on its way, and not possible with the reason."""
    return (
        Wanted(
            said="Nobody asked us before we moved.",
            action="Every child visits a new home before moving in, or gets its film.",
            owner="Head of the moving team (invented)",
            due=_day(now, 120),
            measure="Children who say they visited first",
            theme="T12",
            status="done",
            difference="More children say that they visited. It is too early to say more.",
            told_children_on=_day(now, 238),
        ),
        Wanted(
            said="It takes too long to see the people we love.",
            action="Pay for the hoverboat, and plan family time around its timetable.",
            owner="Family time lead (invented)",
            due=_day(now, -60),
            measure="Children who say they see their family enough",
            theme="T13",
            status="on_track",
        ),
        Wanted(
            said="We are cut off from our friends in the evening.",
            action="Leave it on all night.",
            owner="Manager of Bramble Hall (invented)",
            due=_day(now, 200),
            measure="Whether it is on",
            theme="T10",
            status="cannot",
            reason="The young people's own council voted for a quiet hour. It now starts at ten.",
            told_children_on=_day(now, 236),
        ),
    )


def actions_this_year(now: datetime) -> tuple[Wanted, ...]:
    """Two actions of this year: one new, one late."""
    return (
        Wanted(
            said="We start again with every new worker.",
            action="Each child keeps one named person for as long as they live out of borough.",
            owner="Service director (invented)",
            due=_day(now, -120),
            measure="Children who can reach their worker always or mostly",
            theme="T03",
        ),
        Wanted(
            said="They wrote it down, but nothing changed.",
            action="Send every child who answered a page that says what was done.",
            owner="Participation lead (invented)",
            due=_day(now, 4),
            measure="Pages sent by the promised day",
            theme="T23",
        ),
    )


def _day(now: datetime, ago: int) -> str:
    return (now - timedelta(days=ago)).date().isoformat()


REPORT_LAST_YEAR = {
    "key_messages": (
        "Most of the children who could answer were never offered the survey.\n"
        "Moves come as a surprise: under half visited first or had a say.\n"
        "Brothers and sisters are missed: under half see them as much as they want."
    ),
    "analysis": (
        "The answers come from a small and willing part of the children who live out of borough, "
        "so they say what to look into, not how everybody feels. This is an invented report."
    ),
    "asks": "Agree that every child is offered the survey by someone who does not look after them.",
}
REPORT_THIS_YEAR = {
    "key_messages": (
        "Children who live far away still find it hard to see the people they love.\n"
        "More children than last year say that they had a say in moving. So few answered that it "
        "may be chance."
    ),
    "analysis": "A draft for the demo. The participation team has not finished this part.",
}
