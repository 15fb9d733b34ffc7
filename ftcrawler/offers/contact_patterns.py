"""What e-mail addresses, French telephone numbers and links look like in a title.

Where it is not sure, it takes too much: what is kept of a closed offer is kept for ever. Five
departments in a row that begin with a zero (« 01 38 69 73 74 ») are a telephone number to it.
All repetitions are bounded, so that it takes no longer than in proportion to the text.
"""

from __future__ import annotations

import re
from typing import Final

# Between two digits, or around words that stand for « @ » and « . ».
GAP: Final = r"[\s.,/_\-\u2010-\u2015\u00ad\u00b7\u2022\u200b-\u200d\u2060\ufeff]{0,3}"
# What leads to it, and says nothing without it.
LEAD: Final = (
    r"(?:\b(?:t[ée]l(?:[ée]phone)?|mobile|portable|e-?mail|mail|courriel|mailto|site|web)\b"
    r"[\s.:]{0,4})?"
)

# The digits of two dates look like a number: « 01/09/2026 - 31/08/2027 », « 09/2026 - 08/2027 ».
DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH: Final = r"(?:0?[1-9]|1[0-2])"
YEAR: Final = r"(?:19|20)\d\d"
DATE: Final = (
    rf"(?<!\d)(?:(?:{DAY}(?P<between>[/.-]))?{MONTH}(?(between)(?P=between)|[ /.-]){YEAR}"
    rf"|{DAY}/{MONTH}/\d\d(?!/)|{YEAR}-{MONTH}-{DAY})(?!\d)"
)

LOCAL: Final = r"[\w.+%'&=~!#$^*-]{1,64}"
AT: Final = r"(?:@|＠|[(\[{<]\s?(?:@|at|a|arr?obase)\s?[)\]}>])"
DOT: Final = rf"(?:\.|{GAP}[(\[{{<]\s?(?:\.|dot|point)\s?[)\]}}>]{GAP})"
SPELLED: Final = r"(?:\s{1,3}(?:dot|point)\s{1,3}[\w-]{1,63}){1,6}"
EMAIL: Final = "|".join(
    (
        rf"{LOCAL}[@＠][\w.-]{{1,255}}",
        rf"{LOCAL}\s{{0,3}}{AT}\s{{0,3}}[\w-]{{1,63}}(?:{DOT}[\w-]{{1,63}}){{1,6}}",
        # The bare words need each other: « Engineer at Booking.com » is no address.
        rf"{LOCAL}\s{{1,3}}(?:at|arr?obase)\s{{1,3}}[\w-]{{1,63}}{SPELLED}",
    )
)

ENDINGS: Final = (
    "fr|com|net|org|eu|io|gp|mq|gf|nc|pf|yt|pm|wf|bzh|paris|alsace|corsica|jobs|careers|email|ch"
    "|lu|be|uk"
)
# Words as well: they end an address where they are in small letters, and so is the host but for
# its first letter. No ending of words that are both women's and men's (« vendeur.se ») is here.
WORDS: Final = (
    "info|biz|pro|dev|tech|app|site|online|immo|shop|store|group|cloud|xyz|link|page|work|works"
    "|career|job|company|agency|digital|solutions|services|consulting|team|expert|world|life|live"
    "|club|zone|space|website|health|care|school|academy|restaurant|energy|city|design|media|news"
    "|top|win|vip|network|coop|museum|mobi|asia|cat|bio|green|ngo|ong|international|foundation"
    "|co|ai|tv|me|gle|ee|ly|gg|cc|to|in|fm|gl|gd|im|is|it|de|at|nl|pl|pt|cz|dk|fi|gr|hu|ie|lt|lv"
    "|li|lu|mc|no|ro|sk|uk|us|ca|ma|tn|dz|sn|ci|cm|mg|mu|br|mx|ru|ua|tr|jp|cn|kr|sg|hk|id|vn|th|za"
)
# A blank that was forgotten, not an address: « Agent.de sécurité ».
SENTENCE: Final = r"(?!(?<=\.(?:de|me|ma|in|it|is|to|at|no))\s+[a-zà-ÿ])"
# Before .net: the framework, not the network.
FRAMEWORK: Final = (
    r"(?!(?:asp|vb|ado|ml|[cfj]|dot|dev|d[ée]veloppeu(?:r|se)|developer|ing[ée]nieure?|projet"
    r"|consultante?|architecte|experte?|lead|tech|senior|junior|backend|(?:full)?stack|angular"
    r"|react|java|php|sql|azure|core|microsoft|framework|analyste|programmeu(?:r|se))\.net\b)"
)
LABEL: Final = r"[^\W_][\w-]{0,62}\."
# To the next blank, but for the brackets that it may stand in.
ON: Final = r"\S+?(?=[)\]}>»]{0,3}(?:\s|$))"
REST: Final = rf"\b(?:[:/?#](?:{ON})?)?"
LINK: Final = "|".join(
    (
        rf"[a-z][a-z0-9+-]{{1,15}}://{ON}",
        rf"www\d?\.{ON}",
        # « conseiller.re » is a woman too, « acme.re » is in La Réunion.
        rf"\b{FRAMEWORK}(?:{LABEL}){{1,6}}(?:{ENDINGS}|(?<!er\.)re){REST}",
        rf"(?-i:\b(?:[A-Za-z0-9][a-z0-9-]{{0,62}}\.){{1,6}}(?:{WORDS})\b{SENTENCE}{REST})",
        # With a path it is one in any letters: « BIT.LY/X », but not « Tech.IT/Support ».
        rf"\b(?:{LABEL}){{1,6}}(?:{WORDS})(?<!\.it)/{ON}",
        # An account of a social network, but not « H/F @IA ».
        r"(?-i:(?<!\w)@(?:\w{0,30}_\w{1,30}|[a-z][a-z0-9.-]{3,30}(?!\w)))",
    )
)

# France, her overseas territories, her neighbours, and where many employers' calls come from.
CODES: Final = r"(?:33|262|590|594|596|508|681|687|689|32|352|377|376|41|49|44|34|39|212|213|216)"
PREFIX: Final = rf"(?:\(\s?\+\s?{CODES}\s?\)|\(?\+\s?{CODES}|(?<!\d)00{GAP}{CODES})"
CALL: Final = r"(?:\bt[ée]l(?:[ée]phone)?\b|\bappel(?:er|ez)\b|☎|📞|📱)"
TELEPHONE: Final = "|".join(
    (
        # No number of a title is as long, but those of firms (SIREN, SIRET).
        r"\d{9,}",
        rf"{PREFIX}(?:[()]?{GAP}[()]?{GAP}\d){{6,11}}",
        rf"(?<!\d)33{GAP}[1-9](?:{GAP}\d\d){{4}}",
        rf"(?:(?<!\d)0[1-9]|\(0[1-9]\))(?:{GAP}\d){{8}}",
        r"0[1-9](?:[\s./-]\d\d){4}",
        r"(?<!\d)(?:\(0\)|0)[\s.]{0,3}[1-9](?:[\s.]{0,3}\d){8}",
        # The same mark each time: « 06:00-14:00 / 14:00-22:00 » are hours.
        r"(?<!\d)0[1-9]\s?(?P<mark>[|:;*\\])\s?\d\d(?:\s?(?P=mark)\s?\d\d){3}",
        # Letters for zeros.
        r"\bO[1-9](?:[\s./-]?[\dO]{2}){4}\b",
        # Short ones, and those of other countries: behind a word that says so.
        rf"{CALL}[\s.:]{{0,4}}(?:(?:le|au|du)\s)?[+(]?\d(?:[()]?{GAP}\d){{1,15}}",
    )
)

# Dates are passed over, for the digits of two can be those of a number.
TELEPHONE_OR_DATE: Final = re.compile(rf"(?P<date>{DATE})|{LEAD}(?:{TELEPHONE})", re.IGNORECASE)

# What every one of them has; most titles have none of it.
SUSPECT: Final = re.compile(r"[@＠.:\d]")
# What each has, and what it is like.
KINDS: Final = (
    (
        re.compile(r"[@＠]|\b(?:a|at|arr?obase)\b", re.IGNORECASE),
        re.compile(rf"{LEAD}(?:{EMAIL})", re.IGNORECASE),
    ),
    (
        re.compile(r"\.[^\W\d_]|www|://|@", re.IGNORECASE),
        re.compile(rf"{LEAD}(?:{LINK})", re.IGNORECASE),
    ),
    (re.compile(r"\d(?:\D{0,6}\d){2}"), TELEPHONE_OR_DATE),
)
