"""What a summary says: each record in one place, by what happened to it in its time, in a minute and within Slack's limits at any size."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import NOON, TEAM, TODAY, belief, commitment, customer, idea, improvement, later, made, talk

from handlers.summing import summed_up
from messages.summaries import Buttons, summary_details, summary_posted, summary_shared, summary_shown
from messages.summary_charts import in_words
from model.answer import Message
from model.belief import Belief
from model.change import AnyRecord
from model.customer import Customer
from model.improvement import Step
from model.kind import Told
from model.nudge import Relationship
from model.period import Period, period_of
from model.summary import Figures, Row, Scope, Summary, Tally, Wanted, quarters_until
from sandbox import rules
from storage import Store

WEEK, MONTH, QUARTER = (period_of(unit, TODAY) for unit in ("week", "month", "quarter"))
ACME = customer("Acme", owner="U1")
BEFORE = later(days=-40)
SECRET = "They are about to be bought"
BUTTONS = Buttons("value", share=True, post="||week|")


def summary(*records: Told, period: Period = WEEK, scope: Scope = Scope(), hidden: Sequence[str] = (), **more: Any) -> Summary:  # noqa: B008  frozen
    """The summary of these records, all Acme's, as it is read today."""
    tally = Tally(Wanted(scope, period, "UTC", TODAY))
    for record in records:
        tally.take(record, hidden=getattr(record, "id", "") in hidden)
    return tally.summary(**{"names": {ACME.id: "Acme"}, **more})


def lines(shown: Message) -> list[str]:
    return [line for block in shown.blocks if block["type"] == "section" for line in block["text"]["text"].splitlines()]


def posted(*records: Told, **more: Any) -> list[str]:
    return lines(summary_posted(summary(*records, **more))[0])


class TestParts:
    def test_what_is_quiet_since_then_comes_first_and_what_was_quiet_before_is_told_apart(self) -> None:
        new, old = Relationship(ACME, date(2026, 8, 23), date(2026, 11, 23)), Relationship(ACME, None, date(2026, 9, 1))

        said = posted(old, new)

        assert said == [
            "All customers in the week of 23 to 29 November 2026, so far: 1 relationship gone quiet. Now 2 relationships are quiet.",
            "*What changed*",
            "• *Acme* has gone quiet: last talk on Sunday 23 August (<@U1>)",
            "*Quiet now*",
            "• *Acme*, no talk yet (<@U1>)",
        ]

    def test_what_came_after_an_earlier_time_is_told_as_how_things_stand_now(self) -> None:
        quiet, booked = Relationship(ACME, date(2026, 8, 11), date(2026, 11, 11)), Relationship(ACME, TODAY, date(2026, 12, 18))
        late = commitment(ACME, "Call back", later(days=-90), due_on=date(2026, 11, 2))
        several = Tally(Wanted(Scope(), QUARTER.previous, "UTC", TODAY))
        alone = Tally(Wanted(Scope(ACME), QUARTER.previous, "UTC", TODAY))
        for tally in (several, alone):
            for record in (quiet, late):
                tally.take(record)
            tally.add("booked", booked)

        of_all, of_one = [lines(summary_posted(tally.summary(names={ACME.id: "Acme"}))[0]) for tally in (several, alone)]

        then = "in the third quarter of 2026: 1 promise made. Now 1 promise is overdue,"
        assert of_all[0] == f"All customers {then} 1 relationship is quiet and 1 talk is booked."
        assert of_one[0] == f"*Acme* {then} it is quiet and the next talk is booked."
        assert "What changed" not in str(of_all + of_one)

    def test_of_a_quiet_time_it_says_so_before_it_says_how_things_stand(self) -> None:
        said = posted(Relationship(ACME, date(2026, 8, 11), date(2026, 9, 1)))

        assert said[0] == "All customers in the week of 23 to 29 November 2026, so far: nothing was noted. Now 1 relationship is quiet."

    def test_beliefs_are_corrected_confirmed_or_learned_and_what_is_held_no_more_is_not_told(self) -> None:
        known = belief(ACME, "Two wards", BEFORE)
        corrected = known.corrected("Three wards", TODAY, "U1")
        confirmed = belief(ACME, "Online by spring", BEFORE).confirmed(TODAY, "U1")
        learned, given_up = belief(ACME, "They hire"), belief(ACME, "They move").outdated()

        said = posted(corrected, confirmed, learned, given_up, known)

        assert said == [
            "All customers in the week of 23 to 29 November 2026, so far: 3 things learned or confirmed.",
            "*What changed*",
            "• *Acme*, plans corrected: Three wards (before: Two wards)",
            "• *Acme*, plans confirmed: Online by spring",
            "*Learned*",
            "• *Acme*, plans (assumed): They hire",
        ]

    def test_of_an_earlier_time_a_belief_is_told_as_it_was_worded_then(self) -> None:
        learned = belief(ACME, "Two wards", BEFORE, learned_on=date(2026, 8, 4)).corrected("Three wards", TODAY, "U1")
        corrected = belief(ACME, "Ten beds", BEFORE, learned_on=date(2026, 6, 1)).corrected("Twelve beds", date(2026, 9, 1), "U1")
        since = corrected.confirmed(TODAY, "U1"), corrected.corrected("Twenty beds", TODAY, "U1")

        said = posted(learned, *since, period=QUARTER.previous)

        assert "• *Acme*, plans: Two wards" in said
        assert said.count("• *Acme*, plans corrected: Twelve beds (before: Ten beds)") == 2
        assert not any("Three wards" in line or "Twenty beds" in line for line in said)

    def test_promises_are_overdue_kept_or_made_by_either_side(self) -> None:
        now_late = commitment(ACME, "Send the offer", BEFORE, due_on=date(2026, 11, 23))
        long_late = commitment(ACME, "Call back", BEFORE, due_on=date(2026, 10, 30))
        kept = commitment(ACME, "Name a contact", BEFORE, done_on=TODAY)
        theirs = commitment(ACME, "The figures", side="them", who="Dr. Weber", due_on=date(2026, 12, 3))
        long_kept = commitment(ACME, "Old", BEFORE, done_on=date(2026, 11, 1))

        said = posted(now_late, long_late, kept, theirs, long_kept)

        assert said == [
            "All customers in the week of 23 to 29 November 2026, so far: 1 promise made, 1 kept, 1 overdue. Now 2 promises are overdue.",
            "*What changed*",
            "• *Acme*, overdue since Monday 23 November: <@U1> promised “Send the offer”",
            "*Promises*",
            "• *Acme*, overdue since Friday 30 October: <@U1> promised “Call back”",
            "• *Acme*, kept: <@U1> promised “Name a contact”",
            "• *Acme*, Dr. Weber (theirs) promised “The figures”, by Thursday 3 December",
        ]

    def test_ideas_are_noted_or_decided_about_and_what_went_into_another_is_told_there(self) -> None:
        adopted = idea(ACME, "A portal", BEFORE, state="adopted", decided_on=TODAY)
        put_off = idea(ACME, "A kiosk", BEFORE, state="not now", decided_on=TODAY)
        merged = idea(ACME, "The same", state="merged", decided_on=TODAY, into=adopted.id)

        said = posted(adopted, put_off, merged, idea(ACME, "Tablets"))

        assert said[0].endswith("1 idea, 2 decided about.")
        assert said[1:] == [
            "*What changed*",
            "• *Acme*, idea adopted: A portal",
            "• *Acme*, idea put off: A kiosk",
            "*Ideas*",
            "• *Acme*, by <@U1>: Tablets",
        ]

    def test_improvements_are_told_by_the_last_that_happened_to_them(self) -> None:
        def moved(number: int, *steps: Step, **fields: Any) -> Any:
            return improvement(ACME, number, begun_at=BEFORE, steps=steps, **fields)

        done, checked = Step("do", TODAY, NOON, "U1"), Step("act", TODAY, NOON, "U1")
        ended = moved(1, checked, Step("act", TODAY, NOON, "U1", verdict="adopt"), verdict="adopt", result="5 %", met=True, stage="act")
        measured = moved(2, done, checked, result="9 %", met=False, stage="act")
        back = moved(4, Step("plan", TODAY, NOON, "U1", back="No budget"))
        waiting = moved(5, stage="check", check_on=date(2026, 11, 23))
        still = moved(6, Step("do", date(2026, 10, 1), BEFORE, "U1"), stage="do")

        said = posted(ended, measured, moved(3, done, stage="do"), back, waiting, still, improvement(ACME, 7), stages={"do": 2, "plan": 2})

        assert said == [
            "All customers in the week of 23 to 29 November 2026, so far: 5 improvements moved, 1 result overdue.",
            "*What changed*",
            "• *Acme*, Improvement 1 adopted: Patients book online; result: 5 % (target met)",
            "• *Acme*, Improvement 2 has a result: Patients book online; result: 9 % (target missed)",
            "• *Acme*, Improvement 5 waits for its result since Monday 23 November: Patients book online",
            "*Improvements*: open now 2 in Plan, 2 in Do",
            "• *Acme*, Improvement 4 back in Plan: Patients book online",
            "• *Acme*, Improvement 3 moved to Do: Patients book online",
            "• *Acme*, Improvement 7 begun: Patients book online",
        ]

    def test_of_an_earlier_time_each_move_is_told_as_it_was_then(self) -> None:
        first, second = Step("do", date(2026, 8, 26), BEFORE, "U1"), Step("check", date(2026, 11, 2), BEFORE, "U1")
        given_up = Step("act", date(2026, 9, 3), BEFORE, "U1", verdict="abandon")
        again = Step("act", TODAY, NOON, "U1", back="One more try")
        on_its_way = improvement(ACME, 1, begun_at=BEFORE, stage="check", steps=(first, second))
        brought_back = improvement(ACME, 2, begun_at=BEFORE, stage="act", result="9 %", met=False, steps=(given_up, again))

        said = posted(on_its_way, brought_back, period=QUARTER.previous)

        assert "• *Acme*, Improvement 1 moved to Do: Patients book online" in said
        assert "• *Acme*, Improvement 2 abandoned: Patients book online; result: 9 % (target missed)" in said

    def test_a_result_that_is_overdue_is_told_although_the_cycle_moved_before(self) -> None:
        waiting = improvement(ACME, 1, stage="check", check_on=date(2026, 11, 23), steps=(Step("check", date(2026, 11, 23), BEFORE, "U1"),))

        said = posted(waiting)

        assert "1 improvement moved, 1 result overdue." in said[0]
        assert "• *Acme*, Improvement 1 waits for its result since Monday 23 November: Patients book online" in said

    def test_a_private_talk_and_what_was_promised_in_it_are_counted_and_not_quoted(self) -> None:
        private = talk(ACME, visibility="private", notes=SECRET, decisions=SECRET)
        promised = commitment(ACME, SECRET, talk=private.id, due_on=date(2026, 11, 23))

        said = posted(private, talk(ACME), promised, hidden=[promised.id])

        assert "2 talks, 1 promise made, 1 overdue." in said[0]
        assert "*Talks*: 1 more is private and not shown" in said
        assert "*Promises*: 1 is from private talks and not shown" in said
        assert SECRET not in str(said)

    def test_operational_talks_are_marked_and_who_has_no_owner_is_said(self) -> None:
        alone = Relationship(customer("Acme", id=ACME.id), date(2025, 8, 4), date(2025, 11, 4))

        said = posted(talk(ACME, purpose="operational"), alone)

        assert "• *Acme*, Tuesday 24 November by <@U1> (operational): We talked." in said
        assert "• *Acme*, last talk on Monday 4 August 2025 (no owner)" in said

    def test_of_one_customer_no_line_repeats_its_name(self) -> None:
        quiet = Relationship(ACME, None, date(2026, 11, 23))

        said = posted(quiet, talk(ACME), scope=Scope(ACME))

        assert said[0] == "*Acme* in the week of 23 to 29 November 2026, so far: 1 talk, gone quiet."
        assert said[1:] == [
            "*What changed*",
            "• Gone quiet: no talk yet (<@U1>)",
            "*Talks*",
            "• Tuesday 24 November by <@U1>: We talked.",
        ]


class TestGathered:
    """The same through both stores."""

    async def test_what_was_promised_in_a_private_talk_long_ago_is_known_as_such(self, store: Store) -> None:
        private = talk(ACME, date(2026, 6, 1), visibility="private")
        late = commitment(ACME, SECRET, later(days=-170), talk=private.id, due_on=date(2026, 11, 23))
        team = commitment(ACME, "Call back", later(days=-170), talk=talk(ACME).id, due_on=date(2026, 11, 23))
        await store.commit(made(ACME, private, late, team))

        found = await summed_up(store, TEAM, Wanted(Scope(), WEEK, "UTC", TODAY))

        assert found.count("hidden") == 1
        assert [promise.what for promise in found.some("newly overdue")] == ["Call back"]

    async def test_a_summary_of_one_an_owner_and_all_agree_about_what_is_theirs(self, store: Store) -> None:
        other = customer("Globex", owner="U2")
        both: list[AnyRecord] = [ACME, other]
        for one in (ACME, other):
            both += [talk(one), idea(one), belief(one), commitment(one, due_on=date(2026, 11, 2)), improvement(one, 1 + (one is other))]
        await store.commit(made(*both))

        everybody = await summed_up(store, TEAM, Wanted(Scope(), QUARTER, "UTC", TODAY))
        owners = await summed_up(store, TEAM, Wanted(Scope(owner="U1"), QUARTER, "UTC", TODAY))
        ones = await summed_up(store, TEAM, Wanted(Scope(ACME), QUARTER, "UTC", TODAY))

        assert {kind: count * 2 for kind, count in owners.counts.items()} == dict(everybody.counts)
        assert owners.counts == ones.counts
        assert (owners.stages, everybody.stages) == ({"plan": 1}, {"plan": 2})
        assert owners.names == {ACME.id: "Acme"}

    async def test_an_idea_that_is_back_on_the_table_is_told_as_such(self, store: Store) -> None:
        put_off = idea(ACME, "A kiosk", BEFORE, state="not now", decided_on=TODAY, decided_at=later(hours=-2))
        plans = belief(ACME, "A new building", later(hours=-1))
        await store.commit(made(ACME, put_off, plans))

        found = await summed_up(store, TEAM, Wanted(Scope(), WEEK, "UTC", TODAY))

        assert "• *Acme*, idea back on the table: A kiosk" in lines(summary_posted(found)[0])

    async def test_the_quarters_count_what_was_said_and_the_quietest_stand_first(self, store: Store) -> None:
        quiet = customer("Quiet", owner="U1", added_on=date(2025, 1, 1))
        said = [talk(ACME, date(2025, 10, 1)), talk(ACME, TODAY), talk(ACME, TODAY, purpose="operational"), talk(ACME, date(2025, 9, 30))]
        await store.commit(made(ACME, quiet, *said))

        figures = (await summed_up(store, TEAM, Wanted(Scope(), QUARTER, "UTC", TODAY))).figures

        assert figures is not None
        assert (figures.strategic, figures.operational) == ((1, 0, 0, 0, 1), (0, 0, 0, 0, 1))
        assert [(row.customer.name, row.talks) for row in figures.rows] == [("Quiet", (0,) * 5), ("Acme", (1, 0, 0, 0, 1))]

    async def test_the_quarter_of_a_month_is_counted_to_the_end_of_that_month(self, store: Store) -> None:
        said = [talk(ACME, date(2026, 10, 31)), talk(ACME, date(2026, 11, 1)), talk(ACME, TODAY)]
        await store.commit(made(ACME, *said))

        figures = (await summed_up(store, TEAM, Wanted(Scope(), MONTH.previous, "UTC", TODAY))).figures

        assert figures is not None
        assert figures.strategic == (0, 0, 0, 0, 1)
        assert [row.talks for row in figures.rows] == [(0, 0, 0, 0, 1)]

    async def test_a_summary_of_thousands_lets_others_have_their_turn(self, store: Store) -> None:
        customers = [customer(f"Customer {n}", owner="U1", added_on=date(2025, 1, 1)) for n in range(1000)]
        for start in range(0, 1000, 250):
            some = customers[start : start + 250]
            await store.commit(made(*some, *(made_of(one) for one in some for made_of in (talk, idea, belief, commitment))))
        gaps, over = list[float](), asyncio.Event()

        async def others() -> None:
            while not over.is_set():
                began = time.process_time()
                await asyncio.sleep(0)
                gaps.append(time.process_time() - began)

        turning = asyncio.create_task(others())
        await summed_up(store, TEAM, Wanted(Scope(), QUARTER, "UTC", TODAY))
        over.set()
        await turning

        assert len(gaps) > 5
        assert max(gaps) < 0.1  # 0.02 on a machine that does nothing else


class TestRoom:
    def test_a_minute_chooses_what_changed_and_some_of_everything_and_says_of_how_many(self) -> None:
        records: list[Told] = []
        for n in range(40):
            records += [
                talk(ACME, notes="They want more of everything " * 9),
                idea(ACME, f"Idea {n} " * 20),
                belief(ACME, "They grow " * 20),
            ]
            records.append(Relationship(ACME, None, date(2026, 11, 23)))

        head, *details = summary_posted(summary(*records))

        assert [line for line in lines(head) if line.startswith("*")] == [
            "*What changed*, 4 of 40 here",
            "*Talks*, 1 of 40 here",
            "*Learned*, 1 of 40 here",
            "*Ideas*, 1 of 40 here",
        ]
        assert sum(line.startswith("•") for page in details for line in lines(page)) == 160

    def test_excerpts_are_shorter_where_that_leaves_room_for_a_line_of_everything(self) -> None:
        twice = [(talk(ACME, notes="o " * 150), belief(ACME, "o " * 150), idea(ACME, "o " * 150)) for _ in range(2)]

        shown = lines(summary_posted(summary(*twice[0], *twice[1]))[0])

        titles = [line for line in shown if line.startswith("*")]
        assert titles == ["*Talks*, 1 of 2 here", "*Learned*, 1 of 2 here", "*Ideas*, 1 of 2 here"]
        assert {line.count(" o") for line in shown if " o o" in line} == {30}

    def test_where_a_minute_has_no_room_for_a_line_of_the_improvements_it_has_for_how_many_are_in_which_stage(self) -> None:
        moved = [improvement(ACME, n, aim="w " * 70, steps=(Step("do", TODAY, NOON, "U1"),), stage="do") for n in range(9)]
        told: list[Told] = [talk(ACME, notes="w " * 70), belief(ACME, "w " * 70), idea(ACME, "w " * 70), commitment(ACME, "w " * 70)]
        told += moved

        head, *_ = summary_posted(summary(*told, *(Relationship(ACME, None, date(2026, 11, 23)) for _ in range(3)), stages={"do": 9}))

        assert "*Improvements*: open now 9 in Do" in lines(head)
        assert aloud(head) <= 150

    @pytest.mark.parametrize(
        ("missed", "said"), [(1, "The week before has no summary here: I was"), (12, "The 12 weeks before have no summary here: I was")]
    )
    def test_what_was_missed_before_is_said_below_what_is_posted(self, missed: int, said: str) -> None:
        quiet, much = [summary_posted(summary(*some), missed)[0] for some in ((), (talk(ACME),))]

        assert [said in str(head.blocks[-1]) for head in (quiet, much)] == [True, True]

    def test_what_fits_into_a_minute_is_told_whole_and_has_no_details(self) -> None:
        long = "First visit. 140 lorries, and every driver phones in their hours at night. Mr. Lund knows us from Riverbank since 2019"

        head, *details = summary_posted(summary(talk(ACME, notes=long)))

        assert lines(head)[-1] == f"• *Acme*, Tuesday 24 November by <@U1>: {long}"
        assert details == []

    @settings(max_examples=20, deadline=None)
    @given(
        st.sampled_from(["&" * 900, "Größe 👩‍👧 " * 90, "<!channel>" * 90, "x" * 4000, "ok", "\u202e*_`~", "word " * 300, " "]),
        st.sampled_from([0, 1, 20, 130]),
        st.sampled_from([WEEK, MONTH, QUARTER]),
        st.sampled_from(["all", "owner", "one"]),
    )
    def test_whatever_was_written_by_however_many_is_read_in_a_minute_and_fits_into_slack(
        self, text: str, count: int, period: Period, whose: str
    ) -> None:
        one = customer(text[:280].strip() or "Acme", owner="U0OWNER0001")
        scope = {"all": Scope(), "owner": Scope(owner="U0OWNER0001"), "one": Scope(one)}[whose]
        full = summary(*everything(one, text, count), period=period, scope=scope, **drawn(one, count, period))

        head, *thread = summary_posted(full)
        shown = [summary_shown(full, "U1", BUTTONS), summary_shared(full, "U1"), head, *thread]
        pages = [summary_details(full, page, "value") for page in range(len(thread))]

        for message in (*shown, *pages, *map(in_words, shown)):
            rules.message({"text": message.text, "blocks": list(message.blocks)}, strict_text=True)
            assert sum(len(line) for line in lines(message)) <= 16_000
        assert aloud(head) <= 160
        assert len(thread) <= 10

    @pytest.mark.parametrize("customers", [1, 10_000])
    def test_a_quarter_of_one_customer_and_of_ten_thousand_is_read_in_a_minute_and_fits_into_slack(self, customers: int) -> None:
        many = [customer(f"{n} {'Größe & Co. ' * 20}", owner="U0OWNER0001") for n in range(customers)]
        records = [record for n, one in enumerate(many) for record in (*everything(one, "word " * 300, 1), talk(one), idea(one))]
        rows = tuple(Row(one, (customers, 0, 1, 2, 3)) for one in many[:15])
        figures = Figures(quarters_until(QUARTER), (customers * 9,) * 5, (customers,) * 5, rows, others=max(customers - 15, 0))
        full = summary(*records, period=QUARTER, names={one.id: one.name for one in many}, stages={"act": customers}, figures=figures)

        head, *thread = summary_posted(full)

        for message in (head, *thread, *map(in_words, (head, *thread)), summary_shown(full, "U1", BUTTONS)):
            rules.message({"text": message.text, "blocks": list(message.blocks)}, strict_text=True)
        assert f"{2 * customers:,} talks" in head.text
        assert aloud(head) <= 150
        assert len(thread) <= 10

    def test_a_chart_needs_two_quarters_and_four_improvements(self) -> None:
        one_quarter = Figures(quarters_until(QUARTER), (0, 0, 0, 0, 3), (0,) * 5)
        two_quarters = Figures(quarters_until(QUARTER), (0, 0, 0, 1, 3), (0, 0, 0, 2, 0))

        bare = summary_shown(summary(talk(ACME), figures=one_quarter, stages={"plan": 2, "do": 1}), "U1", BUTTONS)
        drawn = summary_shown(summary(talk(ACME), figures=two_quarters, stages={"plan": 3, "do": 1}), "U1", BUTTONS)

        assert [block["title"] for block in bare.blocks if block["type"] == "data_visualization"] == []
        charts = [block for block in drawn.blocks if block["type"] == "data_visualization"]
        assert [chart["title"] for chart in charts] == ["Talks a quarter", "Open improvements by stage"]
        assert [series["name"] for series in charts[0]["chart"]["series"]] == ["Business", "Operational"]
        assert "Q3 2026: 1 business, 2 operational" in lines(in_words(drawn))

    def test_of_a_time_in_which_nothing_happened_one_line_is_all(self) -> None:
        figures = Figures(quarters_until(QUARTER), (1, 0, 0, 1, 3), (0,) * 5)

        shown = summary_shown(summary(scope=Scope(ACME), period=MONTH, figures=figures, stages={"plan": 3, "do": 1}), "U1", BUTTONS)

        assert [block["type"] for block in shown.blocks] == ["section", "actions"]
        assert lines(shown) == ["*Acme* in November 2026, so far: nothing was noted."]

    def test_a_long_name_leaves_room_for_a_quarter_beside_it(self) -> None:
        rows = tuple(Row(customer(f"{n} Verwaltungsgesellschaft für Wasser und Abwasser"), (1, 0, 0, 0, n)) for n in range(3))
        figures = Figures(quarters_until(QUARTER), (9,) * 5, (0,) * 5, rows)

        details = summary_posted(summary(talk(ACME), period=QUARTER, figures=figures))[1]

        [table] = [block for block in details.blocks if block["type"] == "data_table"]
        assert table["rows"][1][0]["text"] == "0 Verwaltungsgesell…"
        assert "0 Verwaltungsgesell…        ·" in str(in_words(details).blocks)

    def test_a_table_names_fifteen_and_counts_the_others(self) -> None:
        rows = tuple(Row(customer(f"Customer {n}"), (n, 0, 0, 0, 0)) for n in range(15))
        figures = Figures(quarters_until(QUARTER), (9, 9, 9, 9, 9), (0,) * 5, rows, others=9985)

        details = summary_posted(summary(talk(ACME), period=QUARTER, figures=figures))[1]

        [table] = [block for block in details.blocks if block["type"] == "data_table"]
        assert [cell["text"] for cell in table["rows"][0]] == ["Customer", "Q4 2026", "Q3 2026", "Q2 2026", "Q1 2026", "Q4 2025"]
        assert [cell["text"] for cell in table["rows"][3]] == ["Customer 2", *"····2"]
        assert "9,985 more customers are not among these" in str(details.blocks[-1])


def everything(one: Customer, text: str, count: int) -> Iterable[Told]:
    """So many of everything, with the same text in all of it."""
    late, again = date(2026, 11, 23), one.changed()
    for n in range(count):
        yield talk(one, notes=text, decisions=text, participants=text)
        yield idea(one, text, state="adopted" if n % 2 else "new", decided_on=TODAY if n % 2 else None)
        yield heard(one, text, n)
        yield commitment(one, text, due_on=late if n % 2 else None, who=text, side="them" if n % 3 else "us")
        yield improvement(one, n, aim=text, result=text, stage="act", steps=(Step("act", TODAY, NOON, "U1"),))
        yield Relationship(again, late, late if n % 2 else date(2026, 8, 1))


def heard(one: Customer, text: str, n: int) -> Belief:
    return belief(one, text, topic=("plans", "innovators")[n % 2]) if n % 3 else belief(one, text, BEFORE).corrected(text, TODAY, "U1")


def drawn(one: Customer, count: int, period: Period) -> dict[str, Any]:
    rows = (Row(one, (count, 0, 1, 2, 3)),) * min(count, 15)
    figures = Figures(quarters_until(period), (count,) * 5, (1, 0, 0, 0, 1), rows, others=count)
    return {"names": {one.id: one.name}, "stages": {"plan": count, "act": count}, "figures": figures if period.unit != "week" else None}


def aloud(message: Message) -> int:
    """In how many words a message is read aloud."""
    return sum(len(line.replace("•", "").split()) for line in lines(message))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Apia", "Africa/Cairo"])
def test_the_moments_of_a_time_are_those_of_its_days_in_the_zone_over_a_clock_change(zone: str) -> None:
    begins, ends = Wanted(Scope(), period_of("month", date(2026, 10, 9)), zone, TODAY).bounds

    assert begins.tzinfo is UTC
    assert timedelta(days=30, hours=23) <= ends - begins <= timedelta(days=31, hours=1)
    assert begins <= datetime(2026, 10, 2, tzinfo=UTC) < ends
