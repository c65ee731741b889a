"""Declare functions of HarfBuzz and Pango that the composer calls, and WeasyPrint does not."""

from __future__ import annotations

from typing import Any

from cffi import FFI

from octavo.pdf.engine.weasy import wp_ffi

ffi: Any = FFI()
ffi.cdef("""
    typedef ... hb_font_t;
    typedef ... hb_buffer_t;
    typedef ... PangoFont;
    typedef ... PangoLanguage;
    typedef const void *hb_language_t;
    typedef struct { uint32_t tag; uint32_t value; unsigned int start; unsigned int end; }
        hb_feature_t;
    typedef struct { uint8_t bytes[20]; } record;
    hb_buffer_t *hb_buffer_create (void);
    void hb_buffer_destroy (hb_buffer_t *buffer);
    void hb_buffer_clear_contents (hb_buffer_t *buffer);
    void hb_buffer_set_direction (hb_buffer_t *buffer, int direction);
    void hb_buffer_set_script (hb_buffer_t *buffer, uint32_t script);
    void hb_buffer_set_language (hb_buffer_t *buffer, hb_language_t language);
    void hb_buffer_set_flags (hb_buffer_t *buffer, int flags);
    void hb_buffer_add_utf32 (
        hb_buffer_t *buffer, const char *text, int length, unsigned int offset, int count);
    record *hb_buffer_get_glyph_infos (hb_buffer_t *buffer, unsigned int *length);
    record *hb_buffer_get_glyph_positions (hb_buffer_t *buffer, unsigned int *length);
    hb_language_t hb_language_from_string (const char *name, int length);
    uint32_t hb_tag_from_string (const char *name, int length);
    int hb_feature_from_string (const char *name, int length, hb_feature_t *feature);
    void hb_shape (
        hb_font_t *font, hb_buffer_t *buffer, const hb_feature_t *features, unsigned int count);
    const char *pango_language_to_string (PangoLanguage *language);
    void pango_font_get_features (
        PangoFont *font, hb_feature_t *features, unsigned int most, unsigned int *count);
""")
# The libraries that WeasyPrint has opened, under the names by which it does.
harfbuzz: Any = wp_ffi._dlopen(
    ffi, "libharfbuzz-0", "harfbuzz", "harfbuzz-0.0",
    "libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll",
)  # fmt: skip
pango: Any = wp_ffi._dlopen(
    ffi, "libpango-1.0-0", "pango-1.0-0", "pango-1.0",
    "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll",
)  # fmt: skip
