"""The fields of ``review.yaml`` and ``claims.yaml`` in words, by the class that reads them."""

from collections.abc import Mapping

_SOURCE = "Where the review says so, such as a section."
_CLAIM = {
    "id": "Key of the claim, unique in the file: small letters, digits and hyphens.",
    "text": "The claim in your words, never the review's own sentence.",
    "section": "Where the review makes it.",
    "concerns": "Further questions that the claim speaks of; it is not compared with their numbers.",
    "kind": "What is claimed; it decides which other fields there are.",
}
_ABOUT = {"about": "The question that the claim is about."}

FIELDS: Mapping[str, Mapping[str, str]] = {
    "ReviewHeader": {
        "title": "Title of the review.",
        "citation": "Short citation, such as Surname 2025.",
        "reference": "Full reference, as a list of references has it.",
        "doi": "DOI of the review, such as 10.1234/abcd.",
        "year": "Year of publication.",
        "licence": "Licence of the review's text, such as CC-BY-4.0.",
        "charting_licence": "Licence of your charting, and so of the answers made from it.",
        "included": "Number of studies that the review includes, charted or not. Without it no gap is certified: a study that "
        "was not charted could be what a question asks for.",
        "form": "The form that the coders filled in, in words.",
        "experts": "Those coders, named as in the sheets, who are experts of the domain; what they charted counts as confirmed.",
        "identification": "Why the charted studies count as included ones, where the review has no list of them.",
        "search": "What the review searched.",
        "completeness": "Where the charting is complete, facet by facet. Without it, a study may have more than was charted.",
        "flow": "The numbers of the PRISMA flow.",
        "maturity": "The review's own judgements on how mature the evidence is.",
        "references": "What a list of references holds of the charted studies and their sheet does not.",
        "same_as": "Studies that are charted in another review, too, where no DOI shows it.",
        "notes": "Notes on the review by those who charted it.",
    },
    "CompletenessStatement": {
        "facet": "The facet, or evidence-unit: all units of a study were charted.",
        "maker": "Who says so: the review for its own charting, or the coders for this one.",
        "closes": "values: nothing beyond what was charted. silence: naming none means that there is none. uncharted: no study "
        "that was not charted has any value.",
        "depths": "What was read for the cells that it closes; coders must say so.",
        "source": _SOURCE,
    },
    "SearchStrategy": {
        "databases": "The databases that were searched.",
        "years": "The years that the search covers, such as 2010-2024.",
        "last_search": "The day or month of the last search.",
        "source": _SOURCE,
    },
    "FlowCount": {
        "stage": "The stage of the flow, a term of prisma-stage.",
        "status": "Whether the review states the number: a term of count-status.",
        "count": "The number; left out where the review should state it and does not.",
        "reason": "The reason for exclusion that this number is of, a term of exclusion-reason.",
        "derivation": "The sum that a derived number comes from, such as 1742 + 58 - 1124; it is worked out again.",
        "source": _SOURCE,
        "round": "The round of searching that the number is of, 1 for the first search; left out for all rounds together.",
        "via": "The column of the round that the number is of: databases (and registers), or other methods; left out for both.",
    },
    "MaturityJudgement": {
        "domain": "The domain of evidence, a term of evidence-domain.",
        "signal": "How mature it is, a term of maturity-level.",
        "source": _SOURCE,
    },
    "Reference": {
        "study": "Key of the study, as in the sheets.",
        "number": "Its number in the review's list of references.",
        "authors": "The authors.",
        "published_in": "Journal, volume and pages.",
    },
    "Identification": {
        "maker": "Who says so: the review or the coders.",
        "text": "Why they count as included.",
        "source": _SOURCE,
    },
    "SameAs": {
        "study": "Key of the study in this review.",
        "review": "Name of the other review.",
        "key": "Key of the study there.",
    },
    "Note": {"text": "The note.", "source": "The place that it is about."},
    "QuestionSpec": {
        "where": "The conditions, each FACET: terms, or not.FACET: terms; several terms (a list, or commas) mean any of them.",
        "definition": "A named definition, such as integrated-strict.",
    },
    "Share": {**_CLAIM, **_ABOUT},
    "FewerThan": {**_CLAIM, **_ABOUT, "than": "The question that has more studies."},
    "Count": {
        **_CLAIM,
        "stage": "The stage of the PRISMA flow, a term of prisma-stage.",
        "count": "The number that is claimed.",
    },
    "MoreMatureThan": {
        **_CLAIM,
        "domain": "The domain of evidence, a term of evidence-domain.",
        "than": "The domain in which the evidence is less mature.",
    },
    "Descriptive": {
        **_CLAIM,
        **_ABOUT,
        "rationale": "Why no number of studies can bear the claim out.",
        "stage": "The stage of the PRISMA flow that it is about, instead of a question.",
    },
}
"""By class, as the schema names it, and field."""
