"""The names that columns have in exports, and what each column is for.

Names are compared without case, accents, blanks and punctuation. A name that is not certain is not
known: the caller then names the column.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

__all__ = [
    "Role",
    "folded",
    "is_dnc_flag",
    "is_fax",
    "is_like_area",
    "is_like_change",
    "is_like_phone",
    "is_permission",
    "role_of",
]


class Role(StrEnum):
    """What a column is for."""

    PHONE = "phone"
    LOCAL = "local number"
    """The part of a number behind an area code; a phone number only beside one."""
    CUSTOMER = "customer id"
    CHAIN = "chain"
    AREA = "area code"
    COUNTRY = "country code"
    CHANGE = "change"
    """A for added, D for deleted, where all its values are such."""


def folded(name: str) -> str:
    """A name as it is compared."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in plain if character.isalnum())


_PHONE_WORDS = """
    phone phones phonenumber phoneno phonenr phonenum
    telephone telephonenumber telephoneno tel telno telnr telnumber
    mobile mobilephone mobilenumber mobileno mobilephonenumber mobiletelephone mobilephoneno
    cell cellphone cellnumber cellphonenumber cellularphone cellular
    msisdn contactnumber contactphone contactphonenumber contacttelephone contactinfo gswphone
    dncnumber dncphone dialednumber calledparty donotcallnumber
    telefon telefonnummer telefonnr rufnummer handy handynummer handynr mobil mobilnummer
    mobiltelefon
    mobilfunk mobilfunknummer festnetz festnetznummer
    telefono telefonomovil telefonocelular movil celular numerodetelefono numerotelefono
    cellulare telefonocellulare numeroditelefono
    telephoneportable telephonemobile numerodetelephone numerotelephone numtelephone
    telefone telemovel numerodetelefone telefoon telefoonnummer mobielnummer mobieltelefoon gsm
    telefonszam puhelin puhelinnumero matkapuhelin
    numertelefonu numerkomorkowy telefonkomorkowy telefonnicislo telefonnumarası ceptelefonu
    ndetelephone notelefono nodetelefono nrtelefonu nrtel nrtelefon numardetelefon nomortelepon
    sodienthoai sốđiệnthoại brojtelefona phonevalue
    phonenumbers phonenbr telephonenbr telefonmobil telefonprivat telprivat telmobil rufnr
    telcellulare telportable teleportable telcelular telmovil
    телефон номертелефона мобильныителефон мобильный мобильныи телефонныиномер
    電話 電話番号 携帯 携帯電話 携帯電話番号 携帯番号
    τηλεφωνο τηλεφωνοκινητο κινητο טלפון מספרטלפון نقال جوال هاتف رقمالهاتف رقمالجوال โทรศัพท
    เบอรโทรศพท เบอรโทร
    电话 电话号码 联系电话 聯絡電話 手机 手机号 手机号码 電話號碼 手機 手機號碼
    전화 전화번호 휴대폰 휴대전화 휴대폰번호 휴대전화번호 연락처
"""
_PHONE_KINDS = """
    home work business office daytime evening day night other main primary secondary alternate
    alternative alt
    personal private company direct customer client lead contact first second third
"""
_BASES = (
    "phone",
    "phonenumber",
    "phoneno",
    "telephone",
    "telephonenumber",
    "tel",
    "telno",
    "mobile",
)
_PHONES = frozenset(
    folded(word)
    for word in (
        *_PHONE_WORDS.split(),
        *(
            kind + base
            for kind in _PHONE_KINDS.split()
            for base in (*_BASES, "mobilephone", "cellphone", "cell")
        ),
        *("phone" + kind for kind in (*_PHONE_KINDS.split(), "mobile", "cell")),
    )
)
_NAMES: dict[Role, frozenset[str]] = {
    Role.LOCAL: frozenset(
        {"localnumber", "localphone", "localphonenumber", "subscribernumber", "number", "local"}
    ),
    Role.CUSTOMER: frozenset(
        "customerid customernumber customerno customernr custid gswcustomerid "
        "kundennummer kundennr kundenid".split()
    ),
    Role.CHAIN: frozenset({"chain", "chainattr", "gswchainattr"}),
    Role.AREA: frozenset(
        "areacode areacd acode phoneareacode phonearea phoneprefix npa std stdcode ddd lada "
        "vorwahl ortsvorwahl citycode prefijo prefisso indicatif".split()
    ),
    Role.COUNTRY: frozenset(
        "countrycode phonecountrycode countrycallingcode callingcode countrydialcode dialcode "
        "dialingcode isdcode isd "
        "landesvorwahl landervorwahl laendervorwahl".split()
    ),
    Role.CHANGE: frozenset(
        "change changetype changecode typeofchange addordelete adddelete addeddeleted "
        "action operation op "
        "recordaction transaction transactiontype updatetype".split()
    ),
}
# `Home Area Code`, `Area Code 1`.
_OF_AREA = re.compile(rf"(?:{'|'.join(_PHONE_KINDS.split())})?(?:phone\d?)?area(?:code)?\d?")
_LIKE_AREA = re.compile(r"area|prefi|code|std|ddd|lada|vorwahl|npa|indicat")
_NO_AREA = re.compile(r"zip|post|plz|country|pin|error|reason|product|promo")
_DNC_FLAG = re.compile(
    r"(?:is|on|has)?(?:dnc|dn[ct]call|donotcall|dontcall|donotphone|donotcontact|dontcontact|nocalls?"
    r"|optouts?|optedout(?:of(?:calls?|phone|all))?|unsubscribed?|nichtanrufen|keineanrufe|nepasappeler"
    r"|nollamar)(?:flag|status|yn|c)?"
)
_PERMISSION = re.compile(
    r"(?:is|has)?(?:optin|optedin|cancall|maycall|oktocall|calla?llowed|callsallowed|allowcalls?"
    r"|callpermitted|callpermission|callable|consent|callconsent|consenttocall|phoneconsent"
    r"|telephoneconsent|anruferlaubt)(?:flag|status|yn|c)?"
)
_LIKE_CHANGE = re.compile(r"chang|action|status|flag|type|indicator|operation|^op|^ad$|add|delet")
# `Phone 2`, `Phone 1 - Value`, `Tel_3`.
_NUMBERED = re.compile(r"(?P<base>[a-z]+?)\d{1,2}(?:value|number)?")
_LIKE_PHONE = re.compile(
    r"phone|telefon|telephon|mobil|cell|handy|msisdn|rufnummer|telefoon|movil|^tel|tel$"
    r"|number|contact|rufnr|portable|gsm|fone|whatsapp|^sms|^ani$|^cli$|callerid|^mob|^ph|^phn"
    r"|телефон|мобил|電話|電话|电话|携帯|手机|手機|전화|휴대|puhelin"
    r"|^(home|work|office|business|other|main|primary|secondary|alternate|alternative|alt)\d*$"
)


def role_of(name: str) -> Role | None:
    """What a column of that name is for, if that is certain."""
    key = folded(name)
    if key in _PHONES:
        return Role.PHONE
    numbered = _NUMBERED.fullmatch(key)
    if numbered is not None and numbered["base"] in _PHONES:
        return Role.PHONE
    if key != "area" and _OF_AREA.fullmatch(key):
        return Role.AREA
    return next((role for role, names in _NAMES.items() if key in names), None)


def is_like_phone(name: str) -> bool:
    """Whether a name that is not known may be one of phone numbers."""
    return _LIKE_PHONE.search(folded(name)) is not None


def is_dnc_flag(name: str) -> bool:
    """Whether a column of that name says of each row whether it is to be on a list."""
    return _DNC_FLAG.fullmatch(folded(name)) is not None


def is_permission(name: str) -> bool:
    """Whether a column of that name says of each row whether it may be called."""
    return _PERMISSION.fullmatch(folded(name)) is not None


def is_like_area(name: str) -> bool:
    """Whether a name that is not known may be one of area codes."""
    key = folded(name)
    return _LIKE_AREA.search(key) is not None and _NO_AREA.search(key) is None


def is_like_change(name: str) -> bool:
    """Whether a name that is not known may say what was added and what was deleted."""
    return _LIKE_CHANGE.search(folded(name)) is not None


def is_fax(name: str) -> bool:
    """Whether a name is one of fax numbers, which nobody is called at."""
    return "fax" in folded(name)
