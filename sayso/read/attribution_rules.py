"""Attributions by rule over the parse: the fallback where no model is installed, and what the model leaves out.

Rules: a speech verb's subject and clause, inverted and parenthetical cues, "according to"; declined and refused comment;
inner sources after "citing", "quoting", "which refers to".
"""

import re
from collections.abc import Iterator

from sayso.model import Span
from sayso.read.encoder import RawAttribution
from sayso.read.parse import Parsed, Sentence, Token

SPEECH = frozenset(
    ["say", "tell", "report", "announce", "confirm", "deny", "add", "note", "claim", "state", "warn", "declare", "insist", "argue", "stress", "write", "reveal", "admit", "believe", "think", "reckon", "estimate", "predict", "expect", "suggest", "explain", "acknowledge", "charge", "accuse", "remark", "sigh", "scoff", "comment", "recall", "quote", "describe", "promise", "demand", "urge", "hint", "maintain", "allege", "assert", "point", "emphasize", "emphasise", "concede", "complain", "contend", "disclose", "vow", "reply", "respond", "tweet", "post", "counter", "conclude", "caution", "reiterate", "underline"]
)
_DECLINED = re.compile(
    r"(?P<cue>(?:(?:has|have|had)\s)?(?:declin(?:ed|es)|refused)\s(?:to\s(?:comment|confirm|say|discuss|give|tell|name|elaborate|disclose|identify|speak|respond|be drawn|answer|provide|reveal|specify)|comment)"
    r"(?:\sor\s\w+)?(?:\sfurther)?(?:\s(?:on|about|upon))?"
    r"|would\snot\s(?:be\sdrawn(?:\son)?|say|comment(?:\son)?|confirm|tell|name|discuss|disclose|identify|elaborate(?:\son)?|rule\s\w+\sout)"
    r"|did\s(?:not|n['’]t)\s(?:immediately\s|say\sif\s)?(?:respond|reply|comment|answer|return|say|confirm)(?:\sto)?(?:\son)?"
    r"|(?:has|have|had)\s(?:neither\sconfirmed\snor\sdenied|not\s(?:yet\s|immediately\s)?(?:commented|responded|replied|confirmed))(?:\s(?:on|to))?"
    r"|does\snot\scomment\son|could\snot\s(?:immediately\s)?be\sreached(?:\sfor)?)"
)
_SO_DID = re.compile(r"\bSo did (?P<who>(?:the|a|an|its|[A-Z])[^.;,]{2,60})")
_INNER = re.compile(
    r"(?P<cue>\b(?:citing|quoting|cites|quotes|cited|quoted|refers to|refer to|referring to|attributing (?:it|the \w+|this) to|relying on)\b)\s"
    r"(?P<who>(?:(?:an?|the|its|his|her|unnamed|unidentified|anonymous|several|two|three|multiple|informed|senior|government|military|well-informed|people|sources|officials|[A-Z])[^.;“\"\n]{2,120}?))"
    r"(?=,\s|\.|;|\n|\sas saying|\sas telling|\swho\b|\sthat\b|\ssaid|$)"
)


def find_by_rules(parsed: Parsed) -> list[RawAttribution]:
    """Attributions of speech verbs with their clauses, and of "according to"."""
    out = []
    for sentence in parsed.sentences:
        for token in parsed.tokens[sentence.first : sentence.last]:
            if token.lemma.lower() in SPEECH and token.pos == "VERB":
                found = _speech(parsed, sentence, token)
                if found:
                    out.append(found)
            elif token.text.lower() == "according" and token.i + 1 < len(parsed.tokens) and parsed.tokens[token.i + 1].text == "to":
                found = _according(parsed, sentence, token)
                if found:
                    out.append(found)
    return out


def _phrase(parsed: Parsed, i: int) -> Span:
    return parsed.span([k for k in parsed.subtree(i) if not (parsed.tokens[k].pos == "PUNCT" and k in (min(parsed.subtree(i)), max(parsed.subtree(i))))] or [i])


def _speech(parsed: Parsed, sentence: Sentence, verb: Token) -> RawAttribution | None:
    children = [parsed.tokens[k] for k in parsed.children[verb.i]]
    subject = next((c for c in children if c.dep in ("nsubj", "nsubjpass")), None)
    clause = next((c for c in children if c.dep in ("ccomp", "xcomp") and c.i > verb.i), None) or next((c for c in children if c.dep in ("ccomp", "parataxis")), None)
    if subject is None:
        return None
    source = _phrase(parsed, subject.i)
    end = sentence.end - 1 if parsed.text[sentence.end - 1 : sentence.end] in ".!?" else sentence.end
    if clause is not None and clause.i > verb.i:
        content = [Span(_phrase(parsed, clause.i).start, max(_phrase(parsed, clause.i).end, _phrase(parsed, clause.i).start + 1))]
    else:
        first = min(source.start, verb.start)
        before = parsed.text[sentence.start : first].rstrip(" ,")
        content = [Span(sentence.start, sentence.start + len(before))] if len(before) > 8 else []
        after = re.match(r"\W*,\s*", parsed.text[max(source.end, verb.end) : end])
        if content and after and end - max(source.end, verb.end) - after.end() > 12:
            content.append(Span(max(source.end, verb.end) + after.end(), end))
    content = [c for c in content if c.end > c.start and not (c.start <= verb.start < c.end)]
    return RawAttribution((source,), (Span(verb.start, verb.end),), tuple(content), 0.5) if content else None


def _according(parsed: Parsed, sentence: Sentence, token: Token) -> RawAttribution | None:
    to = parsed.tokens[token.i + 1]
    target = next((k for k in parsed.children[to.i] if parsed.tokens[k].dep == "pobj"), None)
    if target is None:
        return None
    source = _phrase(parsed, target)
    before = parsed.text[sentence.start : token.start].rstrip(" ,")
    end = sentence.end - 1 if parsed.text[sentence.end - 1 : sentence.end] in ".!?" else sentence.end
    if len(before) > 8:
        content = Span(sentence.start, sentence.start + len(before))
    else:
        gap = len(parsed.text[source.end : end]) - len(parsed.text[source.end : end].lstrip(" ,"))
        content = Span(source.end + gap, end)
    if content.end <= content.start:
        return None
    return RawAttribution((source,), (Span(token.start, to.end),), (content,), 0.5)


def find_declines(parsed: Parsed) -> Iterator[RawAttribution]:
    """Who declined to speak, on what; a refusal with no object has its own words as content."""
    for sentence in parsed.sentences:
        text = parsed.text[sentence.start : sentence.end]
        for m in _DECLINED.finditer(text):
            verb = parsed.token_at(sentence.start + m.start())
            subject = _subject(parsed, verb, sentence)
            if subject is None:
                continue
            rest = re.match(r"\s(?P<what>[^;“\"\n]+?)(?=,\s(?:but|and|saying|who|which|adding)|\.(?=\s+[A-Z“\"]|\s*$)(?<!\b[A-Z]\.)|;|$|\s(?:but|until|because)\s)", text[m.end() :])
            start, end = (m.end() + rest.start("what"), m.end() + rest.end("what")) if rest else (m.start("cue"), m.end("cue"))
            yield RawAttribution(
                (subject,), (Span(sentence.start + m.start("cue"), sentence.start + m.end("cue")),), (Span(sentence.start + start, sentence.start + end),), 0.6
            )
        for m in _SO_DID.finditer(text):
            cue = Span(sentence.start + m.start(), sentence.start + m.start("who") - 1)
            yield RawAttribution((Span(sentence.start + m.start("who"), sentence.start + m.end("who")),), (cue,), (cue,), 0.4)


def _subject(parsed: Parsed, verb: int | None, sentence: Sentence) -> Span | None:
    if verb is None:
        return None
    for i in (verb, *parsed.ancestors(verb), *(t.i for t in parsed.tokens[sentence.first : sentence.last] if t.i >= verb and t.head != t.i)):
        for k in parsed.children[i]:
            if parsed.tokens[k].dep in ("nsubj", "nsubjpass") and k < verb:
                return _phrase(parsed, k)
        if i > verb + 4:
            break
    return None


def find_inner_sources(parsed: Parsed) -> Iterator[tuple[Span, Span]]:
    """Inner sources with their cues: "citing a source", "quoting the army's media wing", "which refers to two people"."""
    for m in _INNER.finditer(parsed.text):
        yield Span(m.start("cue"), m.end("cue")), Span(m.start("who"), m.end("who"))
