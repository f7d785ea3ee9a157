//! The columns of the sheets that communities keep, in the words of those who keep them.

use entity::community::{DwellingKind, Relation, ResidentTag};
use entity::deliberations::OwnerKind;

/// A column of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 网格, which must be there already.
    Grid,
    /// 小区.
    Compound,
    /// 楼栋.
    Building,
    /// 单元.
    Unit,
    /// 门牌.
    Door,
    /// 面积 in m².
    Area,
    /// 用途.
    Kind,
    /// 姓名.
    Name,
    /// 与户主关系.
    Relation,
    /// 手机.
    Phone,
    /// 身份证号.
    IdNumber,
    /// 出生日期.
    BirthDate,
    /// 是否业主.
    IsOwner,
    /// 标签.
    Tags,
    /// 业主姓名, or what an organisation is called.
    OwnerName,
    /// 业主类型.
    OwnerKind,
    /// 证件号码 of an owner.
    OwnerNumber,
    /// 原因: what siwei wrote beside a faulty row; passed over when it comes back.
    Reason,
}

/// The name, other names that communities use, characters at most, and what to write there.
type About = (&'static str, &'static [&'static str], usize, &'static str);

impl Column {
    /// All of them; which a sheet has, and in which order, says its [`Form`](super::form::Form).
    pub const ALL: [Self; 18] = [
        Self::Grid,
        Self::Compound,
        Self::Building,
        Self::Unit,
        Self::Door,
        Self::Area,
        Self::Kind,
        Self::Name,
        Self::Relation,
        Self::Phone,
        Self::IdNumber,
        Self::BirthDate,
        Self::IsOwner,
        Self::Tags,
        Self::OwnerName,
        Self::OwnerKind,
        Self::OwnerNumber,
        Self::Reason,
    ];

    #[rustfmt::skip]
    fn about(self) -> About {
        match self {
            Self::Grid => ("网格", &["网格名称", "网格编码", "所属网格", "所在网格"], 60, "必填。网格的编码或完整名称，须已在系统中建立。"),
            Self::Compound => ("小区", &["小区名称", "所属小区"], 60, "不属于任何小区的楼栋留空；系统中没有的会新建。"),
            Self::Building => ("楼栋", &["楼栋号", "楼号", "栋号", "楼栋名称"], 60, "必填。如 3栋；系统中没有的会新建。"),
            Self::Unit => ("单元", &["单元号"], 30, "不分单元的楼栋留空。如 2单元。"),
            Self::Door => ("门牌", &["门牌号", "房号", "房间号", "室号"], 20, "必填。如 301；同一门牌的人为一户。"),
            Self::Area => ("面积", &["建筑面积", "专有面积", "房屋面积"], 20, "专有部分面积，平方米，最多两位小数。"),
            Self::Kind => ("用途", &["房屋用途"], 20, "住宅、商业或其他；新建房屋不填为住宅。"),
            Self::Name => ("姓名", &["居民姓名"], 30, "空置的房屋留空，本行其余人员各列也须留空。"),
            Self::Relation => ("与户主关系", &["关系", "户主关系"], 20, "户主、配偶、子女、父母、租户或其他；新增人员不填为其他。"),
            Self::Phone => ("手机", &["手机号", "手机号码", "电话", "联系电话", "联系方式"], 30, "11 位手机号，或带区号的固定电话。"),
            Self::IdNumber => ("身份证号", &["身份证", "身份证号码", "公民身份号码"], 30, "18 位；用来认出同一个人，请尽量填写。此列须为文本格式。"),
            Self::BirthDate => ("出生日期", &["生日", "出生年月日"], 30, "如 1958-03-08；填了身份证号可不填。"),
            Self::IsOwner => ("是否业主", &["业主"], 10, "是或否；新增人员不填为否。"),
            Self::Tags => ("标签", &["人员标签"], 60, "党员、双报到、下沉干部，多个用顿号分开。"),
            Self::OwnerName => ("业主姓名", &["业主", "业主名称", "产权人", "产权人姓名", "姓名", "名称"], 60, "必填。个人姓名或单位名称；共有的房屋，每位共有人一行。"),
            Self::OwnerKind => ("业主类型", &["类型", "业主性质"], 20, "个人、单位或建设单位（未售部分）；新增业主不填则按证件号码判断，没有号码的为个人。"),
            Self::OwnerNumber => ("证件号码", &["证件号", "身份证号", "身份证号码", "公民身份号码", "统一社会信用代码"], 30, "身份证等证件的号码或统一社会信用代码；用来认出同一位业主，请尽量填写。此列须为文本格式。"),
            Self::Reason => ("原因", &["错误原因"], usize::MAX, "退回的表格中由系统填写，重新导入时不读取。"),
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.about().0
    }

    /// What to write there.
    pub fn explanation(self) -> &'static str {
        self.about().3
    }

    /// Characters that a cell of it has at most.
    pub fn limit(self) -> usize {
        self.about().2
    }

    /// Whether it is about the person.
    pub fn is_personal(self) -> bool {
        matches!(
            self,
            Self::Name | Self::Relation | Self::Phone | Self::IdNumber | Self::BirthDate | Self::IsOwner | Self::Tags
        )
    }

    /// The words that it takes, where it takes only some.
    pub fn choices(self) -> Vec<&'static str> {
        match self {
            Self::Kind => DwellingKind::ALL.iter().map(|word| word.meaning()).collect(),
            Self::Relation => Relation::ALL.iter().map(|word| word.meaning()).collect(),
            Self::IsOwner => vec!["是", "否"],
            Self::OwnerKind => OwnerKind::ALL.iter().map(|word| word.meaning()).collect(),
            Self::Tags => ResidentTag::ALL.iter().map(|word| word.meaning()).collect(),
            _ => Vec::new(),
        }
    }

    /// The column of this name, as it is kept with an import.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// Whether a head without its trimmings names this column.
    pub fn is_called(self, head: &str) -> bool {
        self.name() == head || self.about().1.contains(&head)
    }

    /// All its names.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let (name, also, ..) = self.about();
        std::iter::once(name).chain(also.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_is_found_by_its_own_name() {
        for column in Column::ALL {
            assert_eq!(Column::called(column.name()), Some(column));
        }
    }
}
