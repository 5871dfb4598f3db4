"""What the bot says about maturity: how both sides see the relationship, what each level means, and the form that rates it."""

from __future__ import annotations

from datetime import date

from messages.blocks import actions, button, calendar_day, field, modal, name, said, section, static_select
from messages.talks import UNDO
from model.answer import Json, Message, Sentence, View
from model.customer import MATURITIES, Customer, Maturity, Rating, Side
from model.maturity import gap, since

RATE = "maturity.rate"
FORM = "maturity.form"
NOT_RATED = "none"
SEEN: dict[Side, str] = {"us": "As we see it", "them": "As they see it"}
MEANINGS: dict[Maturity, str] = {
    "ad hoc": "we talk when something is broken",
    "order taker": "they ask, we deliver",
    "service provider": "our services are agreed, measured and reliable",
    "trusted advisor": "they ask us before they decide",
    "strategic partner": "we plan their success together",
}
IN_WORDS = ("no", "one level", "two levels", "three levels", "four levels")


def seen_as(customer: Customer, today: date, by: date = date.max) -> str:
    """Say how both sides see a relationship, or saw it at the end of a day: since when, and how far they are apart."""
    told = [side_seen(side, rating, today) for side in SEEN if (rating := since(customer, side, by))]
    if not told:
        return "Nobody has rated the relationship yet." if by == date.max else "Nobody had rated the relationship by then."
    apart = gap(customer, by)
    if apart is not None:
        return f"{' '.join(told)} {apart_in_words(apart)}"
    missing = "How they see it is not known: ask them." if since(customer, "us", by) else "We have not said how we see it."
    return f"{told[0]} {missing}"


def side_seen(side: Side, rating: Rating, today: date) -> str:
    """Say how one side sees a relationship."""
    return f"{SEEN[side]}: *{rating.level}* since {calendar_day(rating.on, today)}."


def apart_in_words(apart: int) -> str:
    """Say how far both sides are apart."""
    if not apart:
        return "Both see it alike."
    return f"They see it {IN_WORDS[abs(apart)]} {'higher' if apart > 0 else 'lower'} than we do."


def maturity_part(customer: Customer, today: date) -> Json:
    """Return how mature a relationship is, for a customer's card, with the way to rate it."""
    return section(f"*Maturity*\n{seen_as(customer, today)}", accessory=rate_button(customer))


def rate_button(customer: Customer) -> Json:
    """Return the button that rates one relationship."""
    return button("Rate the relationship", RATE, customer.id)


def rating_form(customer: Customer, carried: str) -> View:
    """Return the form that rates a relationship, with what each level means."""
    meanings = "\n".join(f"• *{level}*: {meaning}" for level, meaning in MEANINGS.items())
    return modal(
        "Rate the relationship",
        FORM,
        section(f"How mature is the relationship with {name(customer.name)}? Ask them too: the gap is worth talking about.\n{meanings}"),
        *(field(label, side, level_select(customer.maturity(side))) for side, label in SEEN.items()),
        submit="Save",
        carried=carried,
    )


def level_select(level: Maturity | None) -> Json:
    """Return the select of levels; that it is not known can be left, and not be chosen again."""
    unknown = {} if level else {NOT_RATED: "Not known yet"}
    return static_select({**unknown, **{one: one.capitalize() for one in MATURITIES}}, level or NOT_RATED)


def rating_saved(customer: Customer, today: date, key: str) -> Message:
    """Say that a rating is saved."""
    return said(f"Saved how {name(customer.name)} is seen. {seen_as(customer, today)}", actions(button("Undo", UNDO, key)))


def rated_so(customer: Customer, today: date) -> Message:
    """Say that the form says what stood there."""
    return said(f"Nothing was different for {name(customer.name)}. {seen_as(customer, today)}")


def rated_meanwhile() -> Sentence:
    """Say beside the form's first field that somebody else rated the relationship while it was open."""
    return "Somebody rated this relationship meanwhile. Close this form and open it again to see how."
