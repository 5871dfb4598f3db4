"""What was improved with customers in the year: one thing in two rounds, one that waits for its check, one whose plan has gaps."""

from __future__ import annotations

from bot.story.cast import OLIVIA, SAM, Deed

LIBRARY = (
    Deed(
        160,
        "16:05",
        SAM,
        "improve",
        form={
            "Aim": "Fewer seats stay empty in the reading hours",
            "KPI": "Booked seats that stay empty",
            "Baseline": "20 %",
            "Target": "8 %",
            "Check date": -104,
            "Partner on their side": "Ms. Ortega",
            "Justification": "People are turned away from rooms that are a fifth empty",
        },
    ),
    Deed(158, "16:20", SAM, "moves", "Start doing it"),
    Deed(
        140,
        "17:00",
        SAM,
        "moves",
        "Record what was done",
        {"What was done": "Whoever answers the reminder with NO gives the seat back. In three branches since Monday"},
    ),
    Deed(104, "16:30", SAM, "presses", "Enter the result", {"Result": "13 %", "Was the target met?": "No, it was missed"}),
    Deed(
        103,
        "16:35",
        SAM,
        "moves",
        "Decide what follows",
        {
            "Verdict": "Adapt: plan the next cycle with what we learned",
            "What we make of it": "People do answer, but the reminder comes in the morning, when nobody else can take the seat any more",
            "Aim of the next cycle": "Fewer seats stay empty: remind people on the evening before",
        },
    ),
    Deed(102, "16:40", SAM, "moves", "Complete the plan", {"Check date": -40}),
    Deed(101, "16:45", SAM, "moves", "Start doing it"),
    Deed(
        83,
        "16:40",
        SAM,
        "moves",
        "Record what was done",
        {"What was done": "The reminder goes out at six in the evening, in all eleven branches"},
    ),
    Deed(40, "16:20", SAM, "presses", "Enter the result", {"Result": "7 %", "Was the target met?": "Yes, the target was met"}),
    Deed(
        39,
        "16:35",
        SAM,
        "moves",
        "Decide what follows",
        {"Verdict": "Adopt: it works, and stays", "What we make of it": "An evening is enough to find somebody else for a seat"},
    ),
)
ACCOUNTING = (
    Deed(
        97,
        "10:20",
        OLIVIA,
        "improve",
        form={
            "Aim": "Month-end in two days",
            "KPI": "Days from the last booking to the report",
            "Baseline": "3.5",
            "Target": "2",
            "Check date": 9,
            "Partner on their side": "Ms. Tanaka",
        },
    ),
    Deed(90, "10:40", OLIVIA, "moves", "Start doing it"),
    Deed(
        22,
        "11:10",
        OLIVIA,
        "moves",
        "Record what was done",
        {"What was done": "The upload says at once where a year or a cost centre is wrong. November is the first month-end with it"},
    ),
)
RIVERBANK = (
    Deed(
        48,
        "10:30",
        OLIVIA,
        "improve",
        form={
            "Aim": "An account is opened in ten minutes, in the branch and on a tablet",
            "KPI": "Minutes from the greeting to the account's number",
            "Target": "10",
            "Priority": "High",
        },
    ),
)
