"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_table(
        "installation",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('invited', 'active', 'stopped')", name=op.f("ck_people_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("name", name=op.f("uq_people_name")),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("survey", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("band", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("opens", sa.Text(), nullable=False),
        sa.Column("closes", sa.Text(), nullable=True),
        sa.Column("hear_by", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.CheckConstraint("mode IN ('named', 'code', 'none')", name=op.f("ck_rounds_mode")),
        sa.CheckConstraint("source IN ('asked', 'imported')", name=op.f("ck_rounds_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("sequence", name=op.f("uq_rounds_sequence")),
    )
    op.create_table(
        "survey_versions",
        sa.Column("survey", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("published_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("survey", "version", name=op.f("pk_survey_versions")),
    )
    op.create_table(
        "actions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("difference", sa.Text(), server_default="", nullable=False),
        sa.Column("told_children_on", sa.Text(), nullable=True),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('new', 'on_track', 'late', 'done', 'cannot')",
            name=op.f("ck_actions_status"),
        ),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_actions_round_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), server_default="", nullable=False),
        sa.Column("pair", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('unused', 'started', 'used', 'void')", name=op.f("ck_invitations_state")
        ),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_invitations_round_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitations_code_hash")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_pair"), ["pair"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitations_round"), ["round"], unique=False)

    op.create_table(
        "person_roles",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('participation', 'safeguarding', 'board', 'administrator')",
            name=op.f("ck_person_roles_role"),
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_person_roles_person_people")
        ),
        sa.PrimaryKeyConstraint("person", "role", name=op.f("pk_person_roles")),
    )
    op.create_table(
        "report_texts",
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round"], ["rounds.id"], name=op.f("fk_report_texts_round_rounds")
        ),
        sa.PrimaryKeyConstraint("round", "section", name=op.f("pk_report_texts")),
    )
    op.create_table(
        "reports",
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("frozen", sa.Text(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("published_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_reports_round_rounds")),
        sa.PrimaryKeyConstraint("round", "number", name=op.f("pk_reports")),
    )
    op.create_table(
        "round_teams",
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=True),
        sa.Column("declined", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_offered", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "declined >= 0 AND not_offered >= 0", name=op.f("ck_round_teams_counts")
        ),
        sa.CheckConstraint(
            "eligible IS NULL OR eligible >= 0", name=op.f("ck_round_teams_eligible")
        ),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_round_teams_round_rounds")),
        sa.PrimaryKeyConstraint("round", "team", name=op.f("pk_round_teams")),
    )
    op.create_table(
        "setup_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_setup_links_person_people")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_setup_links")),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("began_at", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_staff_sessions_person_people")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_sessions")),
    )
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_sessions_person"), ["person"], unique=False)

    op.create_table(
        "keyholders",
        sa.Column("invitation", sa.Text(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation"], ["invitations.id"], name=op.f("fk_keyholders_invitation_invitations")
        ),
        sa.PrimaryKeyConstraint("invitation", name=op.f("pk_keyholders")),
    )
    op.create_table(
        "responses",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("survey", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("band", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), server_default="", nullable=False),
        sa.Column("invitation", sa.Text(), nullable=True),
        sa.Column("pair", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("touched_at", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "door IN ('streamlit', 'light', 'paper', 'imported')", name=op.f("ck_responses_door")
        ),
        sa.CheckConstraint(
            "state IN ('started', 'submitted', 'withdrawn', 'importing')",
            name=op.f("ck_responses_state"),
        ),
        sa.ForeignKeyConstraint(
            ["invitation"], ["invitations.id"], name=op.f("fk_responses_invitation_invitations")
        ),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_responses_round_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("invitation", name=op.f("uq_responses_invitation")),
        sa.UniqueConstraint("round", "source_key", name=op.f("uq_responses_round_source_key")),
        sa.UniqueConstraint("sequence", name=op.f("uq_responses_sequence")),
    )
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.create_index("ix_responses_round_state", ["round", "state"], unique=False)

    op.create_table(
        "answers",
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("kept", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("writer", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sitting", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('chosen', 'scaled', 'wrote', 'passed')", name=op.f("ck_answers_kind")
        ),
        sa.ForeignKeyConstraint(
            ["response"], ["responses.id"], name=op.f("fk_answers_response_responses")
        ),
        sa.PrimaryKeyConstraint("response", "question", name=op.f("pk_answers")),
    )
    op.create_table(
        "codings",
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("decision IN ('given', 'rejected')", name=op.f("ck_codings_decision")),
        sa.ForeignKeyConstraint(
            ["response"], ["responses.id"], name=op.f("fk_codings_response_responses")
        ),
        sa.PrimaryKeyConstraint("response", "question", "theme", name=op.f("pk_codings")),
    )
    op.create_table(
        "concerns",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('words', 'rating', 'contact')", name=op.f("ck_concerns_cause")
        ),
        sa.CheckConstraint(
            "state IN ('new', 'seen', 'passed_on', 'closed')", name=op.f("ck_concerns_state")
        ),
        sa.ForeignKeyConstraint(
            ["response"], ["responses.id"], name=op.f("fk_concerns_response_responses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concerns")),
        sa.UniqueConstraint(
            "response", "question", "cause", name=op.f("uq_concerns_response_question_cause")
        ),
    )
    op.create_table(
        "readings",
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("answer_version", sa.Integer(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("read_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('safeguarding', 'participation')", name=op.f("ck_readings_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["response"], ["responses.id"], name=op.f("fk_readings_response_responses")
        ),
        sa.PrimaryKeyConstraint("response", "question", "purpose", name=op.f("pk_readings")),
    )
    op.create_table(
        "sittings",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("began_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response"], ["responses.id"], name=op.f("fk_sittings_response_responses")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sittings")),
        sa.UniqueConstraint("id", name=op.f("uq_sittings_id")),
    )
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sittings_response"), ["response"], unique=False)

    op.create_table(
        "suggestions",
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response"], ["responses.id"], name=op.f("fk_suggestions_response_responses")
        ),
        sa.PrimaryKeyConstraint("response", "question", "theme", name=op.f("pk_suggestions")),
    )
    op.create_table(
        "concern_steps",
        sa.Column("concern", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("passed_to", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["concern"], ["concerns.id"], name=op.f("fk_concern_steps_concern_concerns")
        ),
        sa.PrimaryKeyConstraint("concern", "number", name=op.f("pk_concern_steps")),
    )


def downgrade() -> None:
    """Drop every table."""
    op.drop_table("concern_steps")
    op.drop_table("suggestions")
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sittings_response"))

    op.drop_table("sittings")
    op.drop_table("readings")
    op.drop_table("concerns")
    op.drop_table("codings")
    op.drop_table("answers")
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_index("ix_responses_round_state")

    op.drop_table("responses")
    op.drop_table("keyholders")
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_sessions_person"))

    op.drop_table("staff_sessions")
    op.drop_table("setup_links")
    op.drop_table("round_teams")
    op.drop_table("reports")
    op.drop_table("report_texts")
    op.drop_table("person_roles")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_round"))
        batch_op.drop_index(batch_op.f("ix_invitations_pair"))

    op.drop_table("invitations")
    op.drop_table("actions")
    op.drop_table("survey_versions")
    op.drop_table("rounds")
    op.drop_table("people")
    op.drop_table("installation")
    op.drop_table("audit")
