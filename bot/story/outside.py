"""The customers outside: a hospital, a bank, a library, and one that is new."""

from __future__ import annotations

from bot.story import improved
from bot.story.cast import DAN, LIBRARY, NORTHSIDE, OLIVIA, RIVERBANK, SAM, SOFIA, STAN, Account, Deed

NORTHSIDE_HOSPITAL = Account(
    "Northside Hospital",
    OLIVIA,
    357,
    {
        "Other names": "Northside; NSH",
        "Kind": "Outside customer",
        "Industry": "Hospitals",
        "Deputy": DAN,
        "Channel": NORTHSIDE,
        "Cadence": "6 weeks",
    },
    (
        Deed(350, "11:20", OLIVIA, "note", "Dr. Weber wants fewer no-shows: one appointment in nine is missed, 4,000 a month"),
        Deed(
            315,
            "14:05",
            OLIVIA,
            "note",
            "The new outpatient wing opens in nine months, 60 rooms. They fear the network comes last again",
        ),
        Deed(301, "10:10", SAM, "says", "I was on site for the label printers. Admission types every referral twice, once from the fax"),
        Deed(300, "15:30", SAM, "idea", "Take referrals in by a form for practices instead of fax, so that nobody types them twice"),
        Deed(280, "09:50", OLIVIA, "note", "The wing's network is paid for: 180,000. Nurse Adeyemi leads it on their side"),
        Deed(238, "13:15", OLIVIA, "@note", "Walked the wing with Nurse Adeyemi. Wi-Fi must carry the infusion pumps, not only tablets"),
        Deed(203, "10:40", OLIVIA, "note", "Radiology waits 25 minutes for old images each morning. Not ours, but they asked us first"),
        Deed(202, "16:10", OLIVIA, "idea", "Fetch yesterday's images over night, so that radiology finds them at seven"),
        Deed(
            161,
            "11:00",
            OLIVIA,
            "note",
            "Pumps run on the new Wi-Fi since Monday. Dr. Weber called it the quietest opening she has seen",
        ),
        Deed(119, "15:20", OLIVIA, "note", "They look at City Clinic, where patients move their appointments on the phone"),
        Deed(118, "09:30", DAN, "dm idea", "Let patients move appointments by text message: City Clinic cut its no-shows by a third"),
        Deed(
            84,
            "10:25",
            OLIVIA,
            "opens",
            form={
                "Notes": "Dr. Weber likes the text messages. She wants to begin with one clinic, and to hear the privacy officer",
                "Participants": "Dr. Weber, Nurse Adeyemi, Olivia",
                "Commitments": "us: what the privacy officer says, in writing, by in 95 days\n"
                "them (Dr. Weber): the clinic to begin with by in 3 months",
            },
        ),
        Deed(280, "10:05", OLIVIA, "learn", "business: Referrals come by fax, and admission types each of them twice"),
        Deed(119, "15:40", OLIVIA, "learn", "position: Follower: Dr. Weber waits until two others have tried a thing"),
        Deed(84, "10:40", OLIVIA, "learn", "plans: No-shows below one in fifteen by next summer"),
        Deed(203, "10:55", OLIVIA, "rates", form={"As we see it": "Service provider"}),
        Deed(84, "10:50", OLIVIA, "rates", form={"As they see it": "Trusted advisor"}),
        Deed(
            55,
            "16:20",
            SAM,
            "of others",
            "Hospitals normal: Patients move their appointments online (source: https://hospitals.example/report)",
        ),
        Deed(55, "16:25", SAM, "of others", "Hospitals innovators: A model tells each ward its free beds two days ahead"),
        Deed(42, "14:30", OLIVIA, "note", "The privacy officer agrees if no diagnosis is in the text. The eye clinic would go first"),
        Deed(1, "11:35", SAM, "says", "Their front desk asked me whether the eye clinic is still on. Does somebody know?"),
    ),
)
RIVERBANK_BANK = Account(
    "Riverbank",
    OLIVIA,
    357,
    {
        "Other names": "Riverbank Savings",
        "Kind": "Outside customer",
        "Industry": "Financial services",
        "Deputy": DAN,
        "Channel": RIVERBANK,
    },
    (
        Deed(343, "10:00", OLIVIA, "note", "Two new branches within the year. They ask how fast we connect them: six weeks is too slow"),
        Deed(273, "11:30", OLIVIA, "note", "The regulator wants proof that a site may fail. They would like to rehearse it with us"),
        Deed(272, "09:15", OLIVIA, "idea", "Rehearse the loss of the main site twice a year, and keep the minutes for the regulator"),
        Deed(203, "15:00", OLIVIA, "note", "Rehearsal done: 47 minutes to the second site, 60 were planned. Card payments came back last"),
        Deed(
            133,
            "10:15",
            DAN,
            "dm note",
            "Stood in for Olivia. The first branch opens in four weeks; the line is in, the cash machines are not",
        ),
        Deed(132, "13:40", STAN, "says", "The cash machines for Harbour Street come on Thursday. Thank you for chasing the carrier!"),
        Deed(
            63,
            "11:10",
            OLIVIA,
            "note",
            "Harbour Street is open. Their young customers leave for app banks; they ask what we would build",
        ),
        Deed(62, "10:05", OLIVIA, "idea", "Open an account on a tablet in the branch in ten minutes, as the app banks do at home"),
        Deed(60, "14:20", SOFIA, "rates", form={"As we see it": "Service provider", "As they see it": "Service provider"}),
        Deed(19, "13:10", DAN, "idea", "Show at the door how long the queue is, and what can be done at the machine instead"),
        Deed(6, "16:20", OLIVIA, "book", form={"Booked on": 25}),
        *improved.RIVERBANK,
    ),
)
HUDSON_CITY_LIBRARY = Account(
    "Hudson City Library",
    SAM,
    351,
    {
        "Other names": "Hudson Library",
        "Kind": "Outside customer",
        "Industry": "Public libraries",
        "Deputy": OLIVIA,
        "Channel": LIBRARY,
    },
    (
        Deed(330, "16:00", SAM, "note", "Eleven branches, one IT person. Ms. Ortega wants the catalogue to work when the line is down"),
        Deed(
            245,
            "17:10",
            SAM,
            "dm note",
            "The catalogue ran through the storm on its local copy. Next wish: booking for the reading hours",
        ),
        Deed(168, "16:30", SAM, "note", "The booking page had 900 visits in its first week, and the reading hours were full by Tuesday"),
        Deed(167, "16:45", SAM, "idea", "Let people give a seat back by answering the reminder: a fifth of them stay empty"),
        Deed(105, "16:15", SAM, "@note", "The city cuts 4 % next year. Ms. Ortega asks which licences nobody has used since spring"),
        Deed(104, "15:20", OLIVIA, "says", "I send you how we counted licences for Accounting, Sam. Half of them were asleep"),
        Deed(7, "16:20", SAM, "presses", "Snooze until…", {"Snooze until": 6}),
        *improved.LIBRARY,
    ),
)
BLUEFIN_LOGISTICS = Account(
    "Bluefin Logistics",
    DAN,
    11,
    {"Kind": "Outside customer", "Industry": "Logistics"},
    (
        Deed(
            8,
            "15:40",
            DAN,
            "note",
            "First visit. 140 lorries, and every driver phones in their hours at night. Mr. Lund knows us from Riverbank",
        ),
        Deed(7, "09:10", DAN, "idea", "Let drivers close their day on the phone they carry: the office types 140 calls every night"),
    ),
)
