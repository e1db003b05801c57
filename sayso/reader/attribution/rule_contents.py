"""Contents by rule: what a cue governs, what stands before it in its sentence, the quotations beside it."""

import re
from collections.abc import Sequence

from sayso.model import Span
from sayso.reader.attribution.rule_sources import SUBJECTS
from sayso.reader.document.quotation import Quotation
from sayso.reader.parse import Parsed, Sentence, Token

TRAILING = " \t\n,;:–—-"


def governed(parsed: Parsed, verb: Token, kind: str) -> Span | None:
    """The clause or phrase to the right that the cue takes for its content."""
    right = [parsed.tokens[k] for k in parsed.children[verb.i] if k > verb.i]
    if verb.lemma == "quote":
        spoken = [
            c
            for a in right
            if a.text.lower() == "as"
            for c in parsed.children[a.i]
            if parsed.tokens[c].dep == "pcomp"
        ]
        right = [parsed.tokens[k] for c in spoken for k in parsed.children[c] if k > c]
    clause = next((c for c in right if c.dep == "ccomp"), None)
    if clause is None and kind in ("deny", "demand"):
        clause = next((c for c in right if c.dep in ("xcomp", "dobj", "pcomp")), None)
    if clause is None and kind == "demand":
        clause = next(
            (c for c in right if c.dep == "prep" and c.text.lower() in ("for", "on", "against")), None
        )
    if clause is None and kind == "accuse":
        blamed = next((c for c in right if c.dep == "dobj"), None)
        reason = next((c for c in right if c.dep == "prep" and c.text.lower() in ("of", "for")), None)
        if blamed is not None and reason is not None:
            return _bare(parsed, [*parsed.subtree(blamed.i), *parsed.subtree(reason.i)])
        return None
    if clause is None or (clause.dep == "ccomp" and not _is_clause(parsed, clause)):
        return None
    return _bare(parsed, parsed.subtree(clause.i))


def _is_clause(parsed: Parsed, token: Token) -> bool:
    return any(
        parsed.tokens[k].dep in (*SUBJECTS, "expl", "csubj", "aux", "mark") for k in parsed.children[token.i]
    )


def _bare(parsed: Parsed, tokens: Sequence[int]) -> Span:
    """A stretch without "that" before it and marks at its edges."""
    run = sorted(tokens)
    while len(run) > 1 and (
        parsed.tokens[run[0]].pos == "PUNCT"
        or parsed.tokens[run[0]].dep == "mark"
        and parsed.tokens[run[0]].text.lower() == "that"
    ):
        run = run[1:]
    while len(run) > 1 and parsed.tokens[run[-1]].pos == "PUNCT":
        run = run[:-1]
    return parsed.span(run)


def parenthetical(parsed: Parsed, sentence: Sentence, verb: Token, source: Span, cue: Span) -> list[Span]:
    """The words before a cue that is set off by a comma at the end or in the middle of its sentence."""
    text = parsed.text
    first, last = min(source.start, cue.start), max(source.end, cue.end)
    if (
        text[source.end : cue.start].count(",") > 2
        or last - first > 220
        or text[first - 2 : first - 1] not in (",", "”", '"', "—", "–", ")", "'", "’")
    ):
        return []
    before = text[sentence.start : first].rstrip(TRAILING)
    start = sentence.start
    if before.startswith("(") and ")" not in before:
        start += 1
    if len(before) < 9 or not _tells(parsed, Span(sentence.start, first)):
        return []
    content = [Span(start, sentence.start + len(before))]
    rest = re.match(r"(?:\s[\w’']+){0,4}?,\s(?=[a-z“\"])", text[last : sentence.end])
    if rest and not re.match(
        r"(?:and|but|adding|who|which|while|as|after|citing|quoting|asking|speaking|without|before|breaking)\b",
        text[last + rest.end() : sentence.end],
    ):
        end = sentence.start + len(text[sentence.start : sentence.end].rstrip('.!?” "\n'))
        if end - last - rest.end() > 12:
            content.append(Span(last + rest.end(), end))
    return content


def _tells(parsed: Parsed, span: Span) -> bool:
    """Whether there is a verb: something is told, not only named."""
    return any(t.pos in ("VERB", "AUX") for t in parsed.tokens_in(span))


def quoted_around(
    parsed: Parsed, source: Span, cue: Span, sentence: Sentence, quotations: Sequence[Quotation]
) -> list[Span]:
    """The quotations that a cue stands beside: right before it, right after it, and the next one of the same breath."""
    text = parsed.text
    first, last = min(source.start, cue.start), max(source.end, cue.end)
    before = next((q for q in reversed(quotations) if q.end <= first), None)
    after = next((q for q in quotations if q.start >= last), None)
    out: list[Span] = []
    if (
        before is not None
        and re.fullmatch(r"[”\"’»“]?[,\s]*[—–-]?\s?", text[before.end : first])
        and text[before.start : before.end].rstrip()[-1:] in ",!?—–…"
    ):
        start = before.start
        lead = text[sentence.start : before.start - 1]
        if before.start > sentence.start and len(lead.strip()) > 3 and not lead.strip().endswith(":"):
            start = sentence.start  # half quoted: Costs “are a scandal,” he said
        out.append(Span(start, before.end - (text[before.end - 1] == ",")))
    if after is not None:
        gap = text[last : after.start - 1]
        near = (
            len(gap) < 90
            and "\n" not in gap
            and not any(
                t.tag == "VBG" and t.dep == "advcl" for t in parsed.tokens_in(Span(last, after.start - 1))
            )
        )
        introduced = re.search(r"[,:]\s$|^\s(?:\w+\s){0,2}$", gap) and not re.search(r"[.!?]\s", gap)
        goes_on = out and re.fullmatch(r"[^.!?\n]{0,90}[.!?]\s", gap) and not _is_claimed(text, after)
        if near and (introduced or goes_on):
            out.append(Span(after.start, after.end))
    return out


def _is_claimed(text: str, quotation: Quotation) -> bool:
    """Whether a quotation has a cue of its own behind it."""
    return bool(
        re.match(
            r"[”\"’»“]\s(?:[a-z]|[A-Z][\w’'-]+ (?:said|says|told|added|wrote))",
            text[quotation.end : quotation.end + 40],
        )
    )
