"""What a report says of itself wherever it leaves Heard: purpose, owner, mark, and no name.

Who published it stays on the board's page and in the audit trail. A document is sent on, and the
name of a member of staff is no part of what children said.
"""

from dataclasses import replace

from analysis.report import Report

TEAM = "participation team"
NOT_YET = "Not yet approved for the board."
PURPOSES = {
    "Draft": "For checking before the board sees it",
    "Published": "For the corporate parenting board",
}


def marked(report: Report) -> Report:
    """The report with its purpose, owner and mark, and without who published it."""
    mark = "Published" if report.published else "Draft"
    return replace(
        report, mark=mark, owner=owner_of(report.authority), purpose=PURPOSES[mark], published_by=""
    )


def owner_of(authority: str) -> str:
    """Who answers for a file: the authority and its team, never a person."""
    return f"{authority}, {TEAM}" if authority else TEAM.capitalize()
