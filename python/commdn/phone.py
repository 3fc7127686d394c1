"""Telephone numbers: what people write, as what OCS compares.

`normalize_phone` is the core's grammar, the same in every language. With a region the package
phonenumbers (the extra `commdn[phone]`) decides what is a number there, and in which form it is sent;
the core's grammar still decides what is a number at all.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from ._native import normalize_phone, phone_fault
from .errors import CommDNInvalidRequest

__all__ = ["NumberForm", "compared", "known_region", "normalize_for_region", "normalize_phone"]

NumberForm = Literal["national", "e164"]


def normalize_for_region(text: str, region: str, form: NumberForm = "national") -> str:
    """The number of `text` as it is dialled in `region`, two letters such as `US`.

    `national` are the digits without country code where the number is of the region, `+` and all
    digits where it is not; `e164` is always `+` and all digits. An extension is left out. Needs the
    package phonenumbers, the extra `commdn[phone]`. Does not block.
    Raises: CommDNInvalidRequest as `normalize_phone` does, and for numbers that cannot be dialled
    from outside their area or have too many or too few digits; ValueError for an unknown region;
    ModuleNotFoundError without the package.
    """
    numbers, region = known_region(region)
    number = _parsed(numbers, text, region)
    _check_length(numbers, number, text, region)
    digits = str(numbers.national_significant_number(number))
    if not _in_order(digits, text):
        raise _refusal(text, f"is not written as it is dialled: {digits} has digits that it lacks")
    if form == "e164" or number.country_code != numbers.country_code_for_region(region):
        return normalize_phone(f"+{number.country_code}{digits}")
    return normalize_phone(digits)


def compared(text: str) -> str:
    """A phone number as OCS compares it: its digits, or the text where it is no number."""
    try:
        return normalize_phone(text)
    except CommDNInvalidRequest:
        return text


def known_region(region: str) -> tuple[Any, str]:
    """The package phonenumbers, and the region in its spelling.

    Raises: ValueError for an unknown region; ModuleNotFoundError without the package.
    """
    try:
        import phonenumbers
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "normalising numbers needs more packages: pip install 'commdn[phone]'",
            name="phonenumbers",
        ) from error
    if region.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f"region {region!r} is none of the two-letter codes of phonenumbers")
    return phonenumbers, region.upper()


def _parsed(numbers: Any, text: str, region: str) -> Any:
    """What the library makes of a text in which the grammar finds one number."""
    fault = phone_fault(text)
    try:
        if fault == "extension":
            extension = numbers.parse(text, region).extension
            if not extension:
                raise _refusal(text, "has an extension that cannot be told from the number")
            head = re.sub(r"[^0-9]+$", "", text[: text.rindex(extension)])
            return numbers.parse(normalize_phone(head), region)
        # Which zero is dialled is what the library knows.
        return numbers.parse(text if fault == "trunk_zero" else normalize_phone(text), region)
    except numbers.NumberParseException as error:
        raise _refusal(text, f"is no number in {region}: {error}") from None


def _check_length(numbers: Any, number: Any, text: str, region: str) -> None:
    reasons = numbers.ValidationResult
    wrong = {
        reasons.IS_POSSIBLE_LOCAL_ONLY: "lacks its area code",
        reasons.TOO_SHORT: f"has too few digits for {region}",
        reasons.TOO_LONG: f"has too many digits for {region}",
        reasons.INVALID_LENGTH: f"has as many digits as no number of {region}",
        reasons.INVALID_COUNTRY_CODE: "has a country code that nobody has",
    }
    begins_with_zero = str(numbers.national_significant_number(number)).startswith("0")
    if begins_with_zero and not numbers.is_valid_number(number):
        raise _refusal(text, f"begins with a zero that no number of {region} has")
    reason = numbers.is_possible_number_with_reason(number)
    if reason != reasons.IS_POSSIBLE:
        raise _refusal(text, wrong.get(reason, f"is no possible number in {region}"))


def _in_order(digits: str, text: str) -> bool:
    rest = iter(text)
    return all(digit in rest for digit in digits)


def _refusal(text: str, rule: str) -> CommDNInvalidRequest:
    return CommDNInvalidRequest(f"GSW_PHONE {text[:60]!r} {rule}", attribute="GSW_PHONE")
