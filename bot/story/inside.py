"""The customers inside, which are departments, and what else is said in the house."""

from __future__ import annotations

from bot.story import improved
from bot.story.cast import ACCOUNTING, ADA, DAN, LEADS, OLIVIA, OWNERS, PERSONNEL, SAM, SOFIA, Account, Deed

ACCOUNTING_DEPARTMENT = Account(
    "Accounting",
    OLIVIA,
    356,
    {"Kind": "Department", "Industry": "Financial services", "Deputy": SAM, "Channel": ACCOUNTING},
    (
        Deed(340, "09:55", OLIVIA, "note", "Month-end takes five days, and three of them are waiting for spreadsheets of cost centres"),
        Deed(259, "14:00", OLIVIA, "note", "Ms. Tanaka tried the upload with four cost centres: two days saved, one had the wrong year"),
        Deed(
            182,
            "10:30",
            OLIVIA,
            "note",
            "All 31 cost centres upload now. Month-end is at three and a half days, and nobody stays past eight",
        ),
        Deed(181, "16:45", SAM, "idea", "Check the year and the cost centre at the upload, and not on the third day"),
        Deed(
            105,
            "15:15",
            OLIVIA,
            "note",
            "The audit went well. Next they want invoices read by machine: 2,300 a month, a third on paper",
        ),
        Deed(28, "10:50", OLIVIA, "note", "Ms. Tanaka retires next summer. She would like her rules written down, and asks for our help"),
        Deed(27, "10:05", OLIVIA, "says", "Ms. Tanaka has begun to write her rules down, 14 pages so far. Who has an afternoon for them?"),
        Deed(
            13,
            "17:05",
            OLIVIA,
            "opens",
            form={"Notes": "Mr. Ito is to follow Ms. Tanaka, once the board has decided", "Visibility": "Private"},
        ),
        *improved.ACCOUNTING,
    ),
)
PERSONNEL_DEPARTMENT = Account(
    "Personnel",
    DAN,
    355,
    {"Other names": "HR", "Kind": "Department", "Industry": "Human resources", "Deputy": OLIVIA, "Channel": PERSONNEL},
    (
        Deed(336, "13:00", DAN, "note", "Hiring doubles. A new colleague waits nine days for an account, so the first week is lost"),
        Deed(
            259,
            "10:20",
            DAN,
            "dm note",
            "Accounts are there on day two now. What is left is the badge, which Facilities prints on Fridays",
        ),
        Deed(
            161,
            "10:45",
            DAN,
            "presses",
            "Log the talk",
            {"Notes": "Met Ms. Silva at lunch; both sides had let it slip. 64 people began this half-year and praise their first day"},
        ),
        Deed(
            91,
            "11:05",
            DAN,
            "note",
            "People leave in month five. Ms. Silva thinks their trainings come too late, but nobody has asked them",
        ),
        Deed(91, "11:20", DAN, "rates", form={"As we see it": "Trusted advisor"}),
        Deed(21, "14:25", DAN, "rates", form={"As they see it": "Order taker"}),
        Deed(90, "09:20", DAN, "idea", "Ask new colleagues after 30 and 90 days what they miss, and show it to their lead without names"),
        Deed(20, "15:30", DAN, "says", "The question after 30 days goes to 18 people in Sales on Monday. I read the answers first"),
        Deed(21, "14:10", DAN, "dm note", "Ms. Silva tries the question after 30 days with Sales first, 18 people"),
    ),
)
THE_HOUSE = (
    Deed(357, "09:10", ADA, "says", "Keep Talking is here. Type /talk help, or tell it in a direct message what a customer said"),
    Deed(
        34,
        "10:30",
        ADA,
        "presses",
        "/talk settings",
        {"Summary channel": OWNERS, "Brainstorm channel": OWNERS, "Time zone": "Europe/Berlin"},
    ),
    Deed(
        33,
        "09:35",
        ADA,
        "says",
        "From Monday on this channel gets the week in a nutshell. Private talks are counted, not quoted",
        channel=OWNERS,
    ),
    Deed(
        20,
        "12:30",
        SOFIA,
        "says",
        "I read it on the train. Ms. Tanaka retires? Then let us write her rules down before summer",
        channel=OWNERS,
    ),
    Deed(12, "09:15", ADA, "says", "The budget round begins on the first: what have your customers asked for?", channel=LEADS),
    Deed(6, "08:50", ADA, "says", "The coffee machine on the third floor is back. Please be kind to it"),
)
