"""Declare F for PDFs at a press: what a printer takes, of whatever program made the file."""

from __future__ import annotations

from octavo.model import Rule, Severity, reported_rule

# --- the file ------------------------------------------------------------------------------------


@reported_rule("F001", after_build=True)
def file_can_be_judged() -> None:
    """The file is a PDF, whole and not encrypted."""


@reported_rule("F002", after_build=True)
def file_keeps_to_the_standard() -> None:
    """The file names a standard that the printer takes, and its version is one of that standard."""


@reported_rule("F003", after_build=True)
def file_has_its_intent() -> None:
    """The file names the condition under which it is to be printed."""


@reported_rule("F004", after_build=True)
def file_runs_nothing() -> None:
    """The file holds no script, no action that runs a program, and no form."""


@reported_rule("F005", after_build=True)
def file_has_no_layer() -> None:
    """The file has no layer that can be hidden."""


@reported_rule("F006", Severity.WARNING, after_build=True)
def file_has_no_file() -> None:
    """No other file is attached."""


@reported_rule("F007", after_build=True)
def file_says_what_it_is() -> None:
    """The file has a title, an id, and says whether it is trapped."""


# --- pages ---------------------------------------------------------------------------------------


@reported_rule("F010", after_build=True)
def pages_are_of_one_size() -> None:
    """All pages are of one size, upright and unscaled."""


@reported_rule("F011", after_build=True)
def page_has_a_trim_of_the_printer() -> None:
    """The printer has paper of the size of the trimmed page."""


@reported_rule("F012", after_build=True)
def boxes_are_within_each_other() -> None:
    """The trim of a page is within its bleed, and this within the sheet."""


@reported_rule("F013", after_build=True)
def pages_are_as_many_as_can_be_bound() -> None:
    """The printer binds books of so many pages."""


@reported_rule("F014", after_build=True)
def last_page_is_blank() -> None:
    """The last page is blank, if the printer puts something there."""


@reported_rule("F015", after_build=True)
def picture_reaches_the_bleed() -> None:
    """What is cut at the edge of the page goes on into the bleed."""


@reported_rule("F016", after_build=True)
def text_keeps_off_the_edge() -> None:
    """No text is nearer to the edge of the page than the printer can cut."""


@reported_rule("F017", after_build=True)
def text_keeps_off_the_spine() -> None:
    """No text is nearer to the spine than a book of so many pages allows."""


@reported_rule("F018", Severity.WARNING, after_build=True)
def page_has_no_marks() -> None:
    """No marks and no letters are outside of the trimmed page, unless the printer wants them."""


@reported_rule("F019", after_build=True)
def page_has_no_annotation() -> None:
    """No annotation lies on the page that is printed."""


# --- fonts ---------------------------------------------------------------------------------------


@reported_rule("F020", after_build=True)
def font_is_in_the_file() -> None:
    """Every font that letters are drawn with is in the file."""


@reported_rule("F021", Severity.INFO, after_build=True)
def font_has_only_what_is_used() -> None:
    """Every font holds no more letters than are used."""


@reported_rule("F022", Severity.WARNING, after_build=True)
def font_has_outlines() -> None:
    """No font is of Type 3, whose letters are drawings or dots."""


@reported_rule("F023", Severity.WARNING, after_build=True)
def type_is_large_enough() -> None:
    """No letters are smaller than the printer can print."""


# --- inks ----------------------------------------------------------------------------------------


@reported_rule("F030", after_build=True)
def colour_is_for_the_press() -> None:
    """Every colour is one of the press: grey, its inks, or a spot colour that the printer takes."""


@reported_rule("F031", Severity.WARNING, after_build=True)
def small_text_has_one_ink() -> None:
    """Small text and thin lines are printed in one ink."""


@reported_rule("F032", after_build=True)
def ink_is_within_the_limit() -> None:
    """Nowhere do all inks together cover more than the paper takes."""


@reported_rule("F033", after_build=True)
def white_does_not_overprint() -> None:
    """Nothing white overprints: it would vanish."""


@reported_rule("F034", Severity.WARNING, after_build=True)
def line_can_be_printed() -> None:
    """No line is thinner than the printer can print."""


@reported_rule("F035", after_build=True)
def transparency_is_flattened() -> None:
    """Nothing is transparent."""


@reported_rule("F036", Severity.WARNING, after_build=True)
def interior_is_in_black() -> None:
    """A book that is printed in black has no other ink."""


# --- pictures ------------------------------------------------------------------------------------


@reported_rule("F040", Severity.WARNING, after_build=True)
def picture_is_fine() -> None:
    """Every picture has the pixels that a fine print needs."""


@reported_rule("F041", after_build=True)
def picture_is_not_coarse() -> None:
    """No picture has so few pixels that they are seen."""


@reported_rule("F042", after_build=True)
def picture_can_be_read() -> None:
    """Every picture is whole, and in a form that the standard allows."""


RULES: dict[str, Rule] = {
    value.name: value for value in [*vars().values()] if isinstance(value, Rule)
}
