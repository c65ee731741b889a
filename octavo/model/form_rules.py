"""Declare D and E: what must hold in the Word file, and in the EPUB and the HTML form; and what
must hold of the file whose styles the Word file has.

The makers of the forms report the faults. The rules are outside of those rooms because a check
needs the table of all rules, and none of the libraries that the rooms load.
"""

from __future__ import annotations

from octavo.model import Severity, reported_rule


@reported_rule("D001", after_build=True)
def docx_numbers_are_the_editions() -> None:
    """Word numbers every note as the edition does."""


@reported_rule("D002", after_build=True)
def docx_images_can_be_used() -> None:
    """Every image can be put into the Word file."""


@reported_rule("S075")
def reference_docx_can_be_read() -> None:
    """The template of the Word file, styles/reference.docx or another, is a Word file."""


@reported_rule("S076", Severity.INFO)
def reference_docx_has_the_styles() -> None:
    """The template of the Word file has every style, and what it has is taken."""


@reported_rule("S110")
def word_template_is_there() -> None:
    """The template that edition.yaml names is in the folder of the edition."""


@reported_rule("S111")
def word_style_is_octavos() -> None:
    """Every style that has a house's own name is one of Octavo's."""


@reported_rule("S112", Severity.WARNING)
def look_of_word_is_decided_once() -> None:
    """Type, spacing and margins are asked for only without a template, which decides them."""


@reported_rule("S113")
def house_style_name_is_of_one_style() -> None:
    """No two styles that mean different things have one name in the house."""


@reported_rule("E001", after_build=True)
def html_can_be_set() -> None:
    """Every section and image can be put into the EPUB and the HTML form."""


# X: what the proof reads back out of the finished forms.


@reported_rule("X001", after_build=True)
def form_can_be_read() -> None:
    """Every finished form can be read back."""


@reported_rule("X002", after_build=True)
def note_is_in_the_form() -> None:
    """Every note is in the EPUB, the Word file and the HTML pages, once, and no other is."""


@reported_rule("X003", after_build=True)
def note_reads_as_written() -> None:
    """Every note reads in the EPUB, the Word file and the HTML pages as in the manuscript."""


@reported_rule("X004", after_build=True)
def note_bears_its_mark() -> None:
    """Every note, and its call, has the edition's number or mark in each form without pages."""


@reported_rule("X005", after_build=True)
def call_follows_its_words() -> None:
    """Every call follows the same words in all forms as in the manuscript."""


@reported_rule("X006", after_build=True)
def note_and_call_lead_to_each_other() -> None:
    """Every call in the EPUB and the HTML pages leads to its note, and the note back to it."""


@reported_rule("X007", after_build=True)
def emphasis_is_kept() -> None:
    """Italics, small capitals and other emphasis are on the same words in all forms."""


@reported_rule("X008", after_build=True)
def language_is_kept() -> None:
    """The same words are marked as of the same language in all forms."""


@reported_rule("X009", after_build=True)
def text_reads_as_written() -> None:
    """Every passage of the text is in all forms, once, in order, whole."""


@reported_rule("X010", after_build=True)
def passage_keeps_its_kind() -> None:
    """Headings keep their levels in all forms, lists their numbers, tables their cells."""


@reported_rule("X011", after_build=True)
def pictures_are_all_there() -> None:
    """Every picture and formula is in the EPUB, the Word file and the HTML pages, in its place."""


@reported_rule("X012", after_build=True)
def links_lead_to_the_same_words() -> None:
    """Links, references and entries of the index lead to the same words in all forms."""


@reported_rule("X014", after_build=True)
def page_marks_are_those_of_the_print() -> None:
    """Every page of the print is marked in the EPUB before the words with which it begins."""


@reported_rule("X015", after_build=True)
def page_list_leads_to_every_page() -> None:
    """The page list of the EPUB leads to the mark of every page, once, in the order of reading."""


@reported_rule("X016", after_build=True)
def page_number_leads_to_its_page() -> None:
    """Every page number of the PDF's index, contents and references leads to the page it names."""


@reported_rule("X013", Severity.INFO, after_build=True)
def text_of_print_is_compared() -> None:
    """The words of the PDF are compared with the manuscripts."""


# X020 and X021: what the validators say of a finished form.


@reported_rule("X020", after_build=True)
def epubcheck_finds_nothing() -> None:
    """EPUBCheck has no error and no warning for the EPUB."""


@reported_rule("X021", after_build=True)
def ace_finds_nothing_serious() -> None:
    """Ace finds nothing serious and nothing critical in the EPUB."""


@reported_rule("X022", after_build=True)
def leaves_read_as_given() -> None:
    """Title page and copyright page have in all forms the words that edition.yaml gives them."""


@reported_rule("X023", after_build=True)
def contents_have_the_titles() -> None:
    """The contents of each form have every title, once, in order, as its heading reads."""


@reported_rule("X024", after_build=True)
def contents_lead_to_their_headings() -> None:
    """Every line of the contents leads to the heading whose words it has."""


@reported_rule("X030", after_build=True)
def fields_show_what_they_count() -> None:
    """Every field of the Word file shows what Word will show when it counts again."""
