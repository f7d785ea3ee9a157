//! Words of pictures.

crate::vocabulary::vocabulary! {
    /// 图片状态
    MediaStatus {
        /// 待审核，暂不公开.
        Held = "held",
        /// 可用.
        Ready = "ready",
        /// 已移除.
        Removed = "removed",
    }
}
