//! Words of pictures.

crate::vocabulary::vocabulary! {
    /// 图片状态
    MediaStatus {
        /// 正在自动检查，暂时只有上传者看得到.
        Checking = "checking",
        /// 等待人工审核，暂时只有上传者看得到.
        Held = "held",
        /// 可以公开.
        Ready = "ready",
        /// 审核未通过，或已移除.
        Removed = "removed",
    }
}
