"""The spaCy component: the spans of the library, on tokens, through every way a pipeline travels."""

import pickle
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

import lexibulle.component  # noqa: F401  # registers the factory where the package is not installed
from lexibulle import Annotator, Glossary, GlossaryError
from lexibulle.component import LexibulleComponent

TEXT = "Nos MQL ne répondent plus aux cold emails ; on suit MQL→SQL dans le CRM."
OWN = """
schema = 1
id = "maison"
version = "3"
[[term]]
id = "vad"
name = "VAD"
definition = "Vente à distance."
expansion = { fr = "vente à distance" }
[[term]]
id = "mql"
note = "Score de 40 et plus."
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("lexibulle")
    return pipeline


def seen(doc: Doc) -> list[tuple[str, str, object]]:
    return [(span.text, span.label_, span._.lexibulle) for span in doc.spans["lexibulle"]]


def test_spans_are_the_hits_of_the_library(nlp: Language, annotator: Annotator) -> None:
    doc = nlp(TEXT)

    details = [span._.lexibulle for span in doc.spans["lexibulle"]]
    hits = annotator.annotate(TEXT)
    assert [span.label_ for span in doc.spans["lexibulle"]] == [hit.term.id for hit in hits]
    assert [(d.start_char, d.end_char, d.match, d.confidence, d.reason) for d in details] == [
        (hit.start, hit.end, hit.match, hit.confidence, hit.reason) for hit in hits]


def test_spans_are_widened_to_whole_tokens(nlp: Language) -> None:
    doc = nlp("On suit MQL→SQL dans le CRM.")

    assert [(span.text, span.label_) for span in doc.spans["lexibulle"]] == [
        ("MQL→SQL", "mql"), ("MQL→SQL", "sql"), ("CRM", "crm")]


def test_two_terms_in_one_token_keep_their_own_offsets(nlp: Language) -> None:
    doc = nlp("On suit MQL→SQL dans le CRM.")

    details = [span._.lexibulle for span in doc.spans["lexibulle"]]
    assert [doc.text[d.start_char : d.end_char] for d in details] == ["MQL", "SQL", "CRM"]


def test_the_same_term_twice_in_one_token_is_two_spans(nlp: Language) -> None:
    doc = nlp("Lead ou prospect : MQL→MQL dans le CRM.")

    starts = [span._.lexibulle.start_char for span in doc.spans["lexibulle"] if span.label_ == "mql"]
    assert starts == [19, 23]


def test_spans_name_their_glossary(nlp: Language) -> None:
    doc = nlp(TEXT)

    assert {span.kb_id_ for span in doc.spans["lexibulle"]} == {"prospection-b2b"}


def test_other_spans_have_no_details(nlp: Language) -> None:
    doc = nlp(TEXT)

    assert doc[0:2]._.lexibulle is None


@pytest.mark.parametrize("text", ["", " ", "\n", "🙂", "rien ici"])
def test_text_without_terms_has_an_empty_group(nlp: Language, text: str) -> None:
    assert len(nlp(text).spans["lexibulle"]) == 0


# spaCy forks, and pytest-xdist has threads
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("processes", [1, 2])
def test_pipe_gives_the_same_spans_in_order(nlp: Language, processes: int) -> None:
    texts = [f"{TEXT} n° {number}" for number in range(8)]

    docs = list(nlp.pipe(texts, n_process=processes, batch_size=3))

    assert [doc.text for doc in docs] == texts
    assert [seen(doc) for doc in docs] == [seen(nlp(text)) for text in texts]


def test_settings_come_from_the_config() -> None:
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("lexibulle", config={"spans_key": "jargon", "typos": False})

    doc = pipeline("Un closign réussi avec nos leads.")

    assert [span.label_ for span in doc.spans["jargon"]] == ["lead"]


def test_wrong_setting_is_refused_when_the_pipeline_is_built() -> None:
    with pytest.raises(ValueError, match="a number from 0 to 1"):
        spacy.blank("fr").add_pipe("lexibulle", config={"min_confidence": 2.0})


def test_bad_glossary_is_refused_when_the_pipeline_is_built(tmp_path: Path) -> None:
    (tmp_path / "maison.toml").write_text("schema = 1", "utf-8")

    with pytest.raises(GlossaryError, match="identifiant"):
        spacy.blank("fr").add_pipe("lexibulle", config={"glossaries": [str(tmp_path / "maison.toml")]})


def test_missing_glossary_is_named_when_it_is_needed() -> None:
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("lexibulle", config={"glossaries": ["/absent.toml"]})

    with pytest.raises(ValueError, match="glossaries"):
        pipeline(TEXT)


@pytest.fixture
def own(tmp_path: Path) -> Language:
    """A pipeline with a glossary that is gone when the pipeline is loaded again."""
    (tmp_path / "maison.toml").write_text(OWN, "utf-8")
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("lexibulle", config={"glossaries": [str(tmp_path / "maison.toml")]})
    (tmp_path / "maison.toml").unlink()
    return pipeline


def glossary_of(pipeline: Language) -> Glossary:
    component = pipeline.get_pipe("lexibulle")
    assert isinstance(component, LexibulleComponent)
    return component.glossary


def test_disk_keeps_the_glossary(own: Language, tmp_path: Path) -> None:
    own.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")

    assert glossary_of(loaded) == glossary_of(own)
    assert seen(loaded(f"{TEXT} La VAD aussi.")) == seen(own(f"{TEXT} La VAD aussi."))


def test_bytes_keep_the_glossary(own: Language) -> None:
    loaded = spacy.blank("fr")
    loaded.add_pipe("lexibulle")

    loaded.from_bytes(own.to_bytes())

    assert glossary_of(loaded) == glossary_of(own)


def test_pickle_keeps_settings_and_glossary(own: Language) -> None:
    component = LexibulleComponent(
        glossary_of(own), "jargon", spans_key="jargon", typos=False, min_confidence=0.7)

    copy = pickle.loads(pickle.dumps(component))  # noqa: S301  # our own bytes

    assert copy.glossary == component.glossary
    assert (copy.name, copy.spans_key, copy.typos, copy.min_confidence) == ("jargon", "jargon", False, 0.7)


def test_saved_documents_keep_their_spans(nlp: Language) -> None:
    doc = nlp(TEXT)

    assert seen(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == seen(doc)


def test_factory_declares_what_it_assigns() -> None:
    assert Language.get_factory_meta("lexibulle").assigns == ["doc.spans"]
    assert Span.has_extension("lexibulle")
