"""The page ``docs/incompatibilities.md``: every rule of applicability with its reason and its source."""

from kg.ontology.vocabulary import Condition, Incompatibility, Vocabulary

_HEAD = """\
# Combinations that do not apply

Version {version}: {rules} rules, made from `ontology/incompatibilities.ttl` by `make bless`. A question that asks for what
a rule bars is refused with it ([Applicability](gap-semantics.md#applicability)); narrower terms are barred too.
[A rule](contributing.md#a-rule-of-applicability) is a few lines in that file.
"""


def rule_page(vocabulary: Vocabulary) -> str:
    """The page in Markdown, in order of the rules' ids."""
    head = _HEAD.format(version=vocabulary.version, rules=len(vocabulary.incompatible))
    return head + "".join(_item(vocabulary, rule) for rule in vocabulary.incompatible)


def _item(vocabulary: Vocabulary, rule: Incompatibility) -> str:
    wanted = " with ".join(_terms(vocabulary, each) for each in rule.conditions if not each.excluded)
    absent = "".join(f" without {_terms(vocabulary, each)}" for each in rule.conditions if each.excluded)
    first = f'\n- <a id="{rule.id}"></a>**{rule.label}** `{rule.id}`: {wanted}{absent}.'
    return "<br>\n  ".join([first, rule.reason, f"Source: {rule.source}"]) + "\n"


def _terms(vocabulary: Vocabulary, condition: Condition) -> str:
    *most, last = [f"[{vocabulary.terms[id_].label}](terms/{condition.facet}.md#{id_})" for id_ in condition.terms]
    if condition.terms == (condition.facet,):  # the label of a facet and that of its top term are the same words
        return f"any {last}"
    return f"{vocabulary.facets[condition.facet].label} {', '.join(most)}{' or ' if most else ''}{last}"
