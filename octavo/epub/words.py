"""The few words that Octavo itself adds to an EPUB, in the languages it speaks."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "contents": "Contents",
        "landmarks": "Landmarks",
        "cover": "Cover",
        "title_page": "Title page",
        "copyright": "Copyright",
        "dedication": "Dedication",
        "beginning": "Beginning of the text",
        "bibliography": "Bibliography",
        "index": "Index",
        "notes": "Notes",
        "edited_by": "Edited by",
        "print": "print",
        "identifier": "Identifier",
    },
    "fr": {
        "contents": "Table des matières",
        "landmarks": "Repères",
        "cover": "Couverture",
        "title_page": "Page de titre",
        "copyright": "Droits d’auteur",
        "dedication": "Dédicace",
        "beginning": "Début du texte",
        "bibliography": "Bibliographie",
        "index": "Index",
        "notes": "Notes",
        "edited_by": "Sous la direction de",
        "print": "imprimé",
        "identifier": "Identifiant",
    },
    "de": {
        "contents": "Inhalt",
        "landmarks": "Orientierungspunkte",
        "cover": "Umschlag",
        "title_page": "Titelseite",
        "copyright": "Impressum",
        "dedication": "Widmung",
        "beginning": "Beginn des Textes",
        "bibliography": "Literaturverzeichnis",
        "index": "Register",
        "notes": "Anmerkungen",
        "edited_by": "Herausgegeben von",
        "print": "Druck",
        "identifier": "Kennung",
    },
    "es": {
        "contents": "Índice general",
        "landmarks": "Puntos de referencia",
        "cover": "Cubierta",
        "title_page": "Portada",
        "copyright": "Derechos de autor",
        "dedication": "Dedicatoria",
        "beginning": "Comienzo del texto",
        "bibliography": "Bibliografía",
        "index": "Índice analítico",
        "notes": "Notas",
        "edited_by": "Edición de",
        "print": "impreso",
        "identifier": "Identificador",
    },
    "it": {
        "contents": "Indice",
        "landmarks": "Punti di riferimento",
        "cover": "Copertina",
        "title_page": "Frontespizio",
        "copyright": "Diritti d’autore",
        "dedication": "Dedica",
        "beginning": "Inizio del testo",
        "bibliography": "Bibliografia",
        "index": "Indice analitico",
        "notes": "Note",
        "edited_by": "A cura di",
        "print": "stampa",
        "identifier": "Identificativo",
    },
    "ru": {
        "contents": "Содержание",
        "landmarks": "Ориентиры",
        "cover": "Обложка",
        "title_page": "Титульный лист",
        "copyright": "Выходные данные",
        "dedication": "Посвящение",
        "beginning": "Начало текста",
        "bibliography": "Библиография",
        "index": "Указатель",
        "notes": "Примечания",
        "edited_by": "Под редакцией",
        "print": "печатное издание",
        "identifier": "Идентификатор",
    },
}

RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"}


def words_in(language: str) -> dict[str, str]:
    """The words in a language; in English where Octavo does not speak it."""
    return WORDS.get(_primary(language), WORDS["en"])


def direction_of(language: str) -> str:
    """`rtl` or `ltr`, as a language is written."""
    return "rtl" if _primary(language) in RIGHT_TO_LEFT else "ltr"


def _primary(language: str) -> str:
    return language.split("-")[0].lower()
