"""An invented year of one authority that does not exist, through the real use cases.

Seeded: the same children say the same things every time; only ids, codes and links are fresh.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from data.database import Database
from surveys import invitations, rounds
from surveys.permissions import Actor
from surveys.schema import Band
from web.commands.demo import adults, story
from web.commands.demo.adults import PARTICIPATION
from web.commands.demo.children import (
    Child,
    answer_by_code,
    answer_on_paper,
    have_say,
    say_no_thank_you,
    stop_half_way,
)

SEED = 2026
TEAMS = ("Oak", "Elm", "Ash", "Rowan", "Willow")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Filled:
    """What the demo leaves to try: one-time tokens by person, and codes nobody has used."""

    links: Mapping[str, str]
    open_round: str
    codes: tuple[str, ...]


class Year:
    """The year as it is filled: `now` is today, days count back from it."""

    def __init__(self, db: Database, now: datetime, say: Say) -> None:
        """Start with nothing but the seed."""
        self.db = db
        self.now = now
        self.say = say
        self.chance = Random(SEED)  # noqa: S311  (an invented year, not a secret)

    def ago(self, days: int) -> datetime:
        """A morning so many days ago; days to come are negative."""
        return (self.now - timedelta(days=days)).replace(hour=9, minute=30, second=0)

    def open(
        self, survey: str, opened: int, closes: int | None, teams: Mapping[str, int], **more: str
    ) -> str:
        """Open a round; `opened` and `closes` in days ago."""
        record = rounds.open_round(
            self.db,
            PARTICIPATION,
            survey,
            now=self.ago(opened),
            teams=dict(teams),
            closes=None if closes is None else self._day(closes),
            hear_by=self._day((closes or 0) - 60) if survey in story.PROMISED else None,
            title=f"{story.TITLES[survey]} {self.ago(opened):%B %Y} (invented)",
            **more,
        )
        return record.id

    def _day(self, ago: int) -> str:
        return self.ago(ago).date().isoformat()

    def children(
        self, bands: Mapping[Band, int], mood: float, teams: tuple[str, ...] = TEAMS
    ) -> list[Child]:
        """So many children of each band, spread over the teams, with moods round `mood`."""
        made = []
        for band, count in bands.items():
            for _ in range(count):
                team = self.chance.choice(teams)
                swing = self.chance.uniform(-0.25, 0.25)
                made.append(Child(band, team, min(max(mood + swing, 0), 1)))
        return made

    def on_paper(self, survey: str, round_id: str | None, kids: list[Child], first: int) -> str:
        """Forms filled in on paper within three weeks of `first` days ago, and typed in later."""
        held = ""
        for band in dict.fromkeys(child.band for child in kids):
            forms = [
                (child, self.ago(first - self.chance.randrange(21)))
                for child in kids
                if child.band == band
            ]
            arguments = (forms, self.chance, self.ago(first - 24), round_id)
            held = answer_on_paper(self.db, PARTICIPATION, survey, *arguments)
        return held

    def by_code(self, survey: str, round_id: str, kids: list[Child], spare: int, days: int) -> None:
        """Codes for these children and some to spare; they answer from `days` ago on."""
        for team in dict.fromkeys(child.team for child in kids):
            here = [child for child in kids if child.team == team]
            more = spare // len(TEAMS)
            made = invitations.make(
                self.db,
                PARTICIPATION,
                round_id,
                len(here) + more,
                team=team,
                now=self.ago(days),
                references=_invented(team or "Puddlewick", len(here) + more),
            )
            for code, child in zip(made.codes, here, strict=False):
                when = self.ago(days - self.chance.randrange(1, 12))
                answer_by_code(self.db, code, child, survey, when, self.chance)

    def finish(self, round_id: str, days: int) -> None:
        """The participation team closes a round and reads it, giving themes."""
        rounds.close_round(self.db, PARTICIPATION, round_id, self.ago(days))
        adults.give_themes(self.db, round_id, self.ago(days))


def fill(db: Database, operator: Actor, now: datetime, say: Say) -> Filled:
    """Fill an empty database with the year, oldest first."""
    year = Year(db, now, say)
    links = adults.invite_people(db, operator, now)
    say("last year: out of borough, answered on paper")
    _out_of_borough_before(year)
    say("accommodated, conferences, have your say, play and youth services")
    _through_the_year(year)
    say("start and end, by the same children")
    _start_and_end(year, "cin", opened=200, starts=14, ends=11)
    _start_and_end(year, "cp", opened=185, starts=12, ends=10)
    say("out of borough again: 40 of 300 answer")
    _out_of_borough_again(year)
    say("a round that is open today")
    open_round, codes = _open_today(year)
    _without_a_code(year)
    _find_out_who(year)
    adults.limit_somebody(db, operator, year.ago(6))
    adults.look_beyond(db, "out_of_borough-2", now)
    return Filled(links, open_round, codes)


def _out_of_borough_before(year: Year) -> None:
    survey = "out_of_borough"
    held = year.open(survey, 360, 318, story.ELIGIBLE)
    kids = [Child("11-17", "Oak", 0.4, says) for says in story.SAID_LAST_YEAR]
    kids += year.children({"8-10": 9, "11-17": 25}, mood=0.4)
    year.on_paper(survey, held, kids, first=350)
    adults.read_for_safety(year.db, story.WORRIES, year.ago(315))
    _say_who_was_not_reached(year, held, year.ago(311))
    year.finish(held, 310)
    adults.act(year.db, held, story.actions_last_year(year.now), year.ago(300))
    adults.write_report(year.db, held, story.REPORT_LAST_YEAR, year.ago(296))
    adults.publish_report(year.db, held, year.ago(295))


def _through_the_year(year: Year) -> None:
    held = year.open("accommodated_16_17", 290, 262, {"Willow": 35})
    kids = year.children({"11-17": 13}, mood=0.45, teams=("Willow",))
    year.on_paper("accommodated_16_17", held, kids, first=286)
    year.finish(held, 261)
    held = year.open("cp_conference", 280, 250, {"Oak": 30, "Elm": 25})
    kids = year.children({"8-10": 7, "11-17": 14}, mood=0.5, teams=("Oak", "Elm"))
    year.on_paper("cp_conference", held, kids, first=278)
    year.finish(held, 249)
    held = year.open("have_your_say", 300, None, {"": 1200})
    kids = year.children({"8-10": 5, "11-17": 7, "18-25": 6}, mood=0.4, teams=("",))
    year.on_paper("have_your_say", held, kids, first=240)
    adults.give_themes(year.db, held, year.ago(212))
    kids = year.children({"11-17": 60}, mood=0.65, teams=("Puddlewick play", "Snail Park youth"))
    imported = year.on_paper("service_feedback", None, kids, first=235)
    adults.give_themes(year.db, imported, year.ago(208))
    held = year.open("conference_consultation", 150, 120, {"Oak": 6}, mode="named")
    kids = year.children({"8-10": 1, "11-17": 4}, mood=0.4, teams=("Oak",))
    year.by_code("conference_consultation", held, kids, spare=5, days=148)
    adults.read_for_safety(year.db, story.WORRIES, year.ago(130))
    year.finish(held, 119)


def _start_and_end(year: Year, kind: str, opened: int, starts: int, ends: int) -> None:
    start = year.open(f"{kind}_start", opened, opened - 90, {"Elm": 18, "Ash": 14})
    end = year.open(f"{kind}_end", opened, 20, {"Elm": 18, "Ash": 14})
    pairs = invitations.make(
        year.db,
        PARTICIPATION,
        start,
        starts,
        team="Elm",
        now=year.ago(opened),
        end_round=end,
        references=_invented(f"Elm {kind}", starts),
    )
    worried = story.SAID_AT_START[kind]
    for number, code in enumerate(pairs.codes):
        child = Child("11-17", "Elm", 0.35, worried if number == 0 else {})
        when = year.ago(opened - 3 - number)
        answer_by_code(year.db, code, child, f"{kind}_start", when, year.chance)
    adults.read_for_safety(year.db, story.WORRIES, year.ago(opened - 40))
    for number, code in enumerate(pairs.end_codes[:ends]):
        child = Child("11-17", "Elm", 0.65)
        when = year.ago(opened - 120 - number)
        answer_by_code(year.db, code, child, f"{kind}_end", when, year.chance)
    for held in (start, end):
        year.finish(held, 19)


def _out_of_borough_again(year: Year) -> None:
    survey = "out_of_borough"
    held = year.open(survey, 92, 40, story.ELIGIBLE)
    kids = [Child("11-17", "Ash", 0.4, says) for says in story.SAID_THIS_YEAR]
    kids += year.children({"8-10": 11, "11-17": 29 - len(kids)}, mood=0.55)
    year.by_code(survey, held, kids, spare=20, days=90)
    _say_who_was_not_reached(year, held, year.ago(39))
    adults.read_for_safety(year.db, story.WORRIES, year.ago(38))
    year.finish(held, 30)
    adults.act(year.db, held, story.actions_this_year(year.now), year.ago(20))
    adults.write_report(year.db, held, story.REPORT_THIS_YEAR, year.ago(5))


def _say_who_was_not_reached(year: Year, held: str, now: datetime) -> None:
    """Everybody eligible was offered the survey, said no, or was never offered it."""
    for team in rounds.view(year.db, PARTICIPATION, held).teams:
        eligible, declined = story.ELIGIBLE[team.team], story.DECLINED[team.team]
        offered = team.offered or team.submitted + 6  # paper forms that were handed out
        counts = (team.team, eligible, declined, eligible - declined - offered, now)
        rounds.set_counts(year.db, PARTICIPATION, held, *counts)


def _open_today(year: Year) -> tuple[str, tuple[str, ...]]:
    survey = "lac_review"
    held = year.open(survey, 14, -28, {"Oak": 20, "Rowan": 22})
    kids = [Child("11-17", "Oak", 0.4, story.SAID_TODAY)]
    kids += [Child("11-17", "Oak", 0.4, story.SAID_ABOUT_STAFF)]
    kids += year.children({"8-10": 2, "11-17": 4}, mood=0.6, teams=("Oak", "Rowan"))
    year.by_code(survey, held, kids, spare=5, days=13)
    left = invitations.make(
        year.db,
        PARTICIPATION,
        held,
        9,
        team="Rowan",
        now=year.ago(13),
        references=_invented("Rowan spare", 9),
    ).codes
    stop_half_way(year.db, left[0], "11-17", story.NOT_SENT, year.ago(1))
    for language, code in zip(("ur", "pl"), left[1:3], strict=True):
        child = Child("11-17", "Rowan", 0.6)
        answer_by_code(year.db, code, child, survey, year.ago(2), year.chance, language=language)
    say_no_thank_you(year.db, left[3], year.ago(3))
    return held, left[4:]


def _without_a_code(year: Year) -> None:
    """What children say all year round without a code; nobody has looked at it yet."""
    for band, says in story.SAID_WITHOUT_A_CODE:
        have_say(year.db, Child(band, "", 0.3, says), year.ago(1), year.chance)


def _find_out_who(year: Year) -> None:
    """Three wishes to know who a child is: agreed to and looked at, not agreed to, and waiting."""
    for words, why, days, agreed in story.WISHES:
        asked = year.ago(days) if days else year.now
        wish = adults.wish_to_know(year.db, words, why, asked)
        if agreed is not None:
            adults.answer_wish(year.db, wish, agreed, asked + timedelta(minutes=30))


def _invented(team: str, count: int) -> tuple[str, ...]:
    """Case numbers of nobody."""
    return tuple(f"INVENTED {team} {number:03d}" for number in range(1, count + 1))
