"""One spelling for words that are written in two ways: organise and organize, colour and color, centre and center.

Applied to what is written and to what is looked for, so which of the two is chosen shows nowhere. A rule may change a
word that has but one spelling (raise): both sides change alike.
"""

import re
from functools import lru_cache

# Ends of words, the first that fits.
_ENDS = (
    (re.compile(r"(?<=..)is(e|ed|es|er|ers|ing|ation|ations|ational|able)$"), r"iz\1"),
    (re.compile(r"(?<=..)ys(e|ed|es|er|ers|ing)$"), r"yz\1"),
    (re.compile(r"(?<=...)our(|s|ed|ing|er|ers|able|ably|ite|ites|ful|less|ism|al|ally|hood|hoods|ly)$"), r"or\1"),
    (re.compile(r"(?<=[a-z][a-z])([bt])red$"), r"\1ered"),
    (re.compile(r"(?<=[a-z][a-z])([bt])re(|s)$"), r"\1er\2"),
    (re.compile(r"(?<=[a-z][a-z])logue(|s|d)$"), r"log\1"),
)
_EVERYWHERE = (
    (re.compile(r"^mc(?=[a-z]{3})"), "mac"),  # McDonald, MacDonald
    (re.compile(r"^(p|orthop|encyclop|arch|gyn|an|h|f|leuk|c)ae(?=[a-z]{3})"), r"\1e"),
    (re.compile(r"^(man)oe(?=uv)"), r"\1e"),
    (re.compile(r"^oe(?=str|de|so)"), "e"),
)
# Of each pair that follows no rule, the first becomes the second.
_PAIRS = {
    "programme": "program", "programmes": "programs", "defence": "defense", "defences": "defenses",
    "offence": "offense", "offences": "offenses", "licence": "license", "licences": "licenses",
    "pretence": "pretense", "practise": "practice", "practised": "practiced", "practises": "practices",
    "practising": "practicing", "grey": "gray", "greys": "grays", "mould": "mold", "moulds": "molds",
    "plough": "plow", "ploughs": "plows", "ageing": "aging", "judgement": "judgment", "judgements": "judgments",
    "acknowledgement": "acknowledgment", "acknowledgements": "acknowledgments", "learnt": "learned",
    "spelt": "spelled", "burnt": "burned", "dreamt": "dreamed", "leant": "leaned", "sceptic": "skeptic",
    "sceptical": "skeptical", "sceptics": "skeptics", "sceptically": "skeptically", "scepticism": "skepticism",
    "jewellery": "jewelry", "enquiry": "inquiry", "enquiries": "inquiries", "enquire": "inquire",
    "enquired": "inquired", "enquiring": "inquiring", "enquires": "inquires", "skilful": "skillful",
    "skilfully": "skillfully", "wilful": "willful", "instalment": "installment", "instalments": "installments",
    "enrolment": "enrollment", "enrolments": "enrollments", "fulfilment": "fulfillment", "aluminium": "aluminum",
    "orientated": "oriented", "whilst": "while", "amongst": "among", "centring": "centering", "odour": "odor",
    "odours": "odors", "cosy": "cozy", "pyjamas": "pajamas", "tonne": "ton", "tonnes": "tons",
    "counsellor": "counselor", "counsellors": "counselors", "draught": "draft", "draughts": "drafts",
    "catalogueing": "cataloging", "cataloguing": "cataloging", "towards": "toward", "afterwards": "afterward",
    "mum": "mom", "mums": "moms", "tyre": "tire", "tyres": "tires", "kerb": "curb", "kerbs": "curbs",
    "theatregoer": "theatergoer", "theatregoers": "theatergoers",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def one_spelling(word: str) -> str:
    """The spelling under which a word of small Latin letters is kept and looked for."""
    if word in _PAIRS:
        return _PAIRS[word]
    for beginning, instead in _EVERYWHERE:
        word = beginning.sub(instead, word)
    for end, instead in _ENDS:
        changed, times = end.subn(instead, word)
        if times:
            return changed
    return word
