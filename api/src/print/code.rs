//! QR codes as black squares.

use fast_qr::{ECL, QRBuilder};

use super::page::Mark;

/// Modules that must stay white around a code.
const QUIET: f32 = 4.0;

/// A code within a square of this size; nothing for what is too long for any.
pub(super) fn squares(content: &str, size: f32) -> Vec<Mark> {
    let Ok(code) = QRBuilder::new(content).ecl(ECL::M).build() else { return Vec::new() };
    let modules = code.size;
    let module = size / (places(modules) + 2.0 * QUIET);
    let mut marks = Vec::new();
    for (number, row) in code.data.chunks(modules).take(modules).enumerate() {
        let mut column = 0;
        // Neighbours are drawn as one, or viewers show hair lines between them.
        for run in row.chunk_by(|one, other| one.value() == other.value()) {
            if run.first().is_some_and(|module| module.value()) {
                let (x, y) = ((places(column) + QUIET) * module, (places(number) + QUIET) * module);
                marks.push(Mark::Fill { x, y, width: places(run.len()) * module, height: module, grey: 0 });
            }
            column += run.len();
        }
    }
    marks
}

#[expect(clippy::cast_precision_loss, reason = "a code has at most 177 modules a side")]
fn places(count: usize) -> f32 {
    count as f32
}
