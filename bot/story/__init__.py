"""The story of the demo: a small organisation, its customers, and a year of what its people said and did, as plain lists.

Days are counted back from the demo's morning, and a weekend's is the Friday before. Hours are Berlin's.
"""

from __future__ import annotations

from bot.story import inside, outside

ACCOUNTS = (
    outside.NORTHSIDE_HOSPITAL,
    outside.RIVERBANK_BANK,
    outside.HUDSON_CITY_LIBRARY,
    outside.BLUEFIN_LOGISTICS,
    inside.ACCOUNTING_DEPARTMENT,
    inside.PERSONNEL_DEPARTMENT,
)
YEAR = (*inside.THE_HOUSE, *(deed for account in ACCOUNTS for deed in account.all()))
