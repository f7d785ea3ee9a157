//! Strips onto pages. A strip is what is never divided: a line of text, a row of a table.

use std::rc::Rc;

use super::line::Line;

/// A4, in points.
pub(super) const WIDTH: f32 = 595.28;
/// A4, in points.
pub(super) const HEIGHT: f32 = 841.89;
/// At the left and the right.
pub(super) const SIDE: f32 = 62.0;
/// At the top.
pub(super) const TOP: f32 = 60.0;
/// At the bottom; the number of the page stands in it.
pub(super) const BOTTOM: f32 = 72.0;
/// Between the margins.
pub(super) const COLUMN: f32 = WIDTH - 2.0 * SIDE;
/// What fits on a page.
pub(super) const ROOM: f32 = HEIGHT - TOP - BOTTOM;

/// Something to draw; its place is measured from the top left corner of its strip.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// A line of text at its baseline, its letters of this size.
    Text { x: f32, y: f32, size: f32, line: Line },
    /// A filled rectangle; 0 is black and 255 white.
    Fill { x: f32, y: f32, width: f32, height: f32, grey: u8 },
}

/// What is never divided.
#[derive(Clone, Debug, Default)]
pub(super) struct Strip {
    /// Its height.
    pub height: f32,
    /// What is left free above it, but at the top of a page.
    pub above: f32,
    /// What is drawn.
    pub marks: Vec<Mark>,
    /// It stays on one page with the one that follows.
    pub keep: bool,
    /// What is drawn once more above it where it begins a page: the head of its table.
    pub head: Option<Rc<Strip>>,
}

/// A strip at its height on a page.
#[derive(Debug)]
pub(super) struct Placed {
    /// From the top of the page.
    pub y: f32,
    /// What is drawn.
    pub marks: Vec<Mark>,
}

/// Fills pages from top to bottom; there is always one.
pub(super) fn fill(strips: Vec<Strip>) -> Vec<Vec<Placed>> {
    let needed: Vec<f32> = (0..strips.len()).map(|at| together(&strips[at..])).collect();
    let mut pages = vec![Vec::new()];
    let mut used = 0.0;
    for (strip, needed) in strips.into_iter().zip(needed) {
        if used > 0.0 && used + strip.above + needed > ROOM {
            pages.push(Vec::new());
            used = 0.0;
        }
        let Some(page) = pages.last_mut() else { break };
        match (used > 0.0, strip.head) {
            (true, _) => used += strip.above,
            (false, Some(head)) => {
                page.push(Placed { y: TOP, marks: head.marks.clone() });
                used = head.height;
            }
            (false, None) => {}
        }
        page.push(Placed { y: TOP + used, marks: strip.marks });
        used += strip.height;
    }
    pages
}

/// The height of the first strip and of all that must stay with it; more than a page is no reason to turn it.
fn together(strips: &[Strip]) -> f32 {
    let Some(first) = strips.first() else { return 0.0 };
    let mut height = first.height;
    for pair in strips.windows(2).take_while(|pair| pair[0].keep) {
        height += pair[1].above + pair[1].height;
    }
    if height > ROOM { first.height } else { height }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(height: f32, keep: bool) -> Strip {
        Strip { height, keep, above: 10.0, ..Default::default() }
    }

    fn counts(strips: Vec<Strip>) -> Vec<usize> {
        fill(strips).iter().map(Vec::len).collect()
    }

    #[test]
    fn a_page_takes_what_fits_and_a_heading_goes_with_its_text() {
        assert_eq!(counts(Vec::new()), [0]);
        assert_eq!(counts(vec![strip(ROOM, false), strip(1.0, false)]), [1, 1]);
        assert_eq!(counts(vec![strip(ROOM - 50.0, false), strip(20.0, true), strip(20.0, false)]), [1, 2]);
        assert_eq!(counts(vec![strip(ROOM - 60.0, false), strip(20.0, true), strip(20.0, false)]), [3]);
    }

    #[test]
    fn what_can_never_stay_together_is_divided() {
        let long = vec![strip(100.0, true); 20];
        assert!(counts(long).iter().all(|count| *count > 0));
    }

    #[test]
    fn the_head_of_a_table_is_repeated_at_the_top_and_nowhere_else() {
        let fill_mark = Mark::Fill { x: 0.0, y: 0.0, width: 1.0, height: 1.0, grey: 0 };
        let head = Rc::new(Strip { height: 30.0, marks: vec![fill_mark], ..Default::default() });
        let row = Strip { head: Some(Rc::clone(&head)), ..strip(ROOM / 2.0 - 10.0, false) };
        let pages = fill(vec![(*head).clone(), row.clone(), row.clone(), row]);
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2]);
        assert!(pages.iter().all(|page| page[0].marks.len() == 1 && page[0].y.to_bits() == TOP.to_bits()));
    }
}
