"""What staff typed is shown as typed, whatever it means in Markdown."""

import pytest

from surveys.pages.markdown import plain


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("North team", "North team"),
        ("# North", "\\# North"),
        ("- North", "\\- North"),
        ("1. North", "1\\. North"),
        ("a_b_c *d*", "a\\_b\\_c \\*d\\*"),
        ("![x](http://x/e.png)", "\\!\\[x\\](http\\://x/e.png)"),
        ("$5 and $10", "\\$5 and \\$10"),
        (":red[x]", "\\:red\\[x\\]"),
        ("<b>x</b> &amp;", "\\<b\\>x\\</b\\> \\&amp;"),
        ("two\nlines", "two lines"),
    ],
)
def test_marks_that_mean_something_are_escaped(typed, escaped):
    assert plain(typed) == escaped
