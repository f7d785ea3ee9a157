//! What the sheet of each kind looks like: its columns, and what its template says.

use entity::community::ImportKind;

use super::column::Column;

/// The form of a sheet.
#[derive(Debug)]
pub struct Form {
    /// What is imported with it.
    pub kind: ImportKind,
    /// The name of the sheet in a workbook.
    pub title: &'static str,
    /// The columns that are to be filled in, in the order of the template.
    pub columns: &'static [Column],
    /// Those that it must have.
    pub needed: &'static [Column],
    /// What the template says below its columns.
    pub remarks: &'static [&'static str],
}

/// One row a person, with the place they live at.
pub static ROSTER: Form = Form {
    kind: ImportKind::Roster,
    title: "花名册",
    columns: &[
        Column::Grid,
        Column::Compound,
        Column::Building,
        Column::Unit,
        Column::Door,
        Column::Area,
        Column::Kind,
        Column::Name,
        Column::Relation,
        Column::Phone,
        Column::IdNumber,
        Column::BirthDate,
        Column::IsOwner,
        Column::Tags,
    ],
    needed: &[Column::Grid, Column::Building, Column::Door, Column::Name],
    remarks: &[
        "每人一行；空置的房屋也可占一行。空白的格子不改动已有内容；表中没有的人不受影响。",
        "列的先后可以调换，不用的列可以删除，但不能有其他列。",
    ],
};

/// One row an owner of a dwelling; co-owners have a row each.
pub static OWNERS: Form = Form {
    kind: ImportKind::Owners,
    title: "业主名册",
    columns: &[
        Column::Compound,
        Column::Building,
        Column::Unit,
        Column::Door,
        Column::OwnerName,
        Column::OwnerKind,
        Column::OwnerNumber,
    ],
    needed: &[Column::Building, Column::Door, Column::OwnerName],
    remarks: &[
        "每处房屋的每位业主一行；房屋须已在系统中登记。表中列出的房屋，其业主以本表为准；表中没有的房屋不受影响。",
        "同一业主有多处房屋的，请在每一行填写证件号码，否则按不同业主计；单位和建设单位也可按名称辨认。",
        "新增业主与住在该房屋的居民同名的，视为同一人，通过该居民经认证的账号表决。",
        "空白的格子不改动已有内容。列的先后可以调换，不用的列可以删除，但不能有其他列。",
    ],
};

impl Form {
    /// The form of this kind.
    pub fn of(kind: ImportKind) -> &'static Self {
        match kind {
            ImportKind::Roster => &ROSTER,
            ImportKind::Owners => &OWNERS,
        }
    }

    /// The column that a head names; what stands in brackets and marks of need are passed over.
    pub fn named(&self, head: &str) -> Option<Column> {
        let head: String =
            head.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | ':' | '：')).collect();
        let head = head.split(['(', '（', '[', '【']).next().unwrap_or_default();
        self.all().find(|column| column.is_called(head))
    }

    /// Its columns, and the one that siwei adds.
    fn all(&self) -> impl Iterator<Item = Column> {
        self.columns.iter().copied().chain([Column::Reason])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_head_is_known_with_marks_units_and_by_its_other_names() {
        assert_eq!(ROSTER.named("* 建筑面积（㎡）"), Some(Column::Area));
        assert_eq!(ROSTER.named("手 机："), Some(Column::Phone));
        assert_eq!((ROSTER.named("备注"), ROSTER.named("")), (None, None));
    }

    #[test]
    fn each_form_reads_a_head_in_its_own_way() {
        assert_eq!((ROSTER.named("姓名"), OWNERS.named("姓名")), (Some(Column::Name), Some(Column::OwnerName)));
        assert_eq!((OWNERS.named("手机"), OWNERS.named("原因")), (None, Some(Column::Reason)));
    }

    #[test]
    fn no_name_stands_for_two_columns_of_a_form() {
        for form in ImportKind::ALL.iter().map(|kind| Form::of(*kind)) {
            let mut names = HashSet::new();
            assert!(form.all().flat_map(Column::names).all(|name| names.insert(name)), "{}", form.title);
            assert!(form.needed.iter().all(|column| form.columns.contains(column)), "{}", form.title);
        }
    }
}
