//! What a notification says, by what happened: it names nobody and no need.

mod moderation;
mod volunteers;

use entity::actions::{ActionVerb, SignupVerb};
use entity::community::ClaimVerb;
use entity::deliberations::DeliberationVerb;
use entity::emergencies::EmergencyVerb;
use entity::wishes::WishVerb;

use crate::deliberations::service::clock::UNSOUND;
pub use moderation::{for_moderators, for_writer};
pub use volunteers::{
    CERTIFICATE_WAITS, MINUTES_WAIT, POINTS_GIVEN, REDEMPTION_WAITS, for_certified, for_claimed_minutes, for_redeemer,
    for_volunteer,
};

/// A title in both languages.
pub type Title = (&'static str, &'static str);

/// What the author reads.
pub fn for_author(verb: WishVerb) -> Option<Title> {
    Some(match verb {
        WishVerb::Approve => ("您的心愿已通过审核", "Your wish was approved"),
        WishVerb::Return => ("您的心愿需要补充，请修改后重新提交", "Your wish was returned: please complete it"),
        WishVerb::Reject => ("您的心愿未通过审核，可以申诉一次", "Your wish was rejected: you can appeal once"),
        WishVerb::Claim | WishVerb::Assign => ("有人愿意帮您实现心愿了", "Somebody has taken on your wish"),
        WishVerb::Release | WishVerb::Revoke | WishVerb::Expire | WishVerb::Decline => {
            ("您的心愿重新等待认领", "Your wish is open again")
        }
        WishVerb::Progress => ("您的心愿有新的进展", "There is progress on your wish"),
        WishVerb::Fulfil => ("您的心愿已完成，请确认并评价", "Your wish is fulfilled: please confirm and rate it"),
        WishVerb::AutoConfirm => ("您的心愿已到期自动确认", "Your wish was confirmed automatically"),
        WishVerb::Escalate => ("您的心愿已交上一级处理", "Your wish was handed to the next level"),
        WishVerb::Close => ("您的心愿未能实现，请查看说明", "Your wish could not be met: see why"),
        WishVerb::Merge => ("您的心愿已并入相同的心愿", "Your wish was merged with the same wish"),
        WishVerb::Unmerge => ("您的心愿已恢复", "Your wish stands by itself again"),
        WishVerb::PlanAction => ("社区安排了一次行动来回应您的心愿", "An action was planned for your wish"),
        WishVerb::EndAction => ("回应您心愿的行动已结束", "The action for your wish has ended"),
        WishVerb::DropAction => ("回应您心愿的行动已取消", "The action for your wish was called off"),
        _ => return None,
    })
}

/// What the helper reads.
pub fn for_helper(verb: WishVerb) -> Option<Title> {
    Some(match verb {
        WishVerb::Assign => ("有一个心愿指派给您，请接受或谢绝", "A wish was assigned to you: accept or decline"),
        WishVerb::Confirm | WishVerb::AutoConfirm => ("您帮助的心愿已确认", "A wish you helped with was confirmed"),
        WishVerb::Dispute => ("作者对完成情况有异议，请继续办理", "The author disputes that the wish is fulfilled"),
        WishVerb::Revoke => ("您认领的心愿已被收回", "Your claim was revoked"),
        WishVerb::Expire => ("您的认领已到期", "Your claim has expired"),
        WishVerb::Close => ("您认领的心愿已关闭", "The wish you claimed was closed"),
        WishVerb::EndAction => {
            ("回应您所认领心愿的行动已结束，请提交完成情况", "The action for your wish has ended: show what was done")
        }
        WishVerb::DropAction => ("回应您所认领心愿的行动已取消", "The action for the wish you claimed was called off"),
        _ => return None,
    })
}

/// What those read who decide at the wish's level.
pub fn for_reviewers(verb: WishVerb) -> Option<Title> {
    Some(match verb {
        WishVerb::Submit | WishVerb::Resubmit => ("有新的心愿待审核", "A wish waits for review"),
        WishVerb::Appeal => ("有心愿申诉待处理", "An appeal waits for review"),
        WishVerb::Escalate => ("有心愿上报到本级", "A wish was handed to your level"),
        WishVerb::Extend => ("有延期申请待审批", "A request for more time waits"),
        WishVerb::EndAction => {
            ("回应心愿的行动已结束，请安排后续", "The action for a wish has ended: say what follows")
        }
        WishVerb::DropAction => ("回应心愿的行动已取消，请另作安排", "The action for a wish was called off: plan anew"),
        _ => return None,
    })
}

/// What the one who asked for more time reads.
pub fn for_asker(granted: bool) -> Title {
    match granted {
        true => ("您的延期申请已批准", "Your request for more time was granted"),
        false => ("您的延期申请未获批准", "Your request for more time was refused"),
    }
}

/// What those read who decide about claims to households.
pub const HOUSEHOLD_CLAIM_WAITS: Title = ("有住户认证待审核", "A claim to a household waits for review");

/// What the one reads who claimed to belong to a household.
pub fn for_claimant(verb: ClaimVerb) -> Option<Title> {
    match verb {
        ClaimVerb::Approve => Some(("您的住户认证已通过", "Your claim to a household was approved")),
        ClaimVerb::Reject => Some(("您的住户认证未通过，请查看原因", "Your claim to a household was refused: see why")),
        ClaimVerb::Withdraw => None,
    }
}

/// What those read who look after the place of a deliberation.
pub fn for_those_in_charge(verb: DeliberationVerb) -> Option<Title> {
    Some(match verb {
        DeliberationVerb::ReachThreshold => ("有议题达到附议人数，待受理", "A matter was seconded and waits for you"),
        DeliberationVerb::Escalate => ("有议题上报到本级", "A matter was handed to your level"),
        _ => return None,
    })
}

/// What those read who carry a decision out.
pub fn for_those_who_carry_out(verb: DeliberationVerb) -> Option<Title> {
    Some(match verb {
        DeliberationVerb::EndAction => {
            ("落实决定的行动已结束，请提交完成凭证", "The action for a decision has ended: show the evidence")
        }
        DeliberationVerb::DropAction => {
            ("落实决定的行动已取消，请另作安排", "The action for a decision was called off: plan anew")
        }
        _ => return None,
    })
}

/// What staff read, whose move it is.
pub fn for_staff(event: &str) -> Option<Title> {
    Some(match event {
        "close" => ("表决已截止计票，待公示", "A vote was counted and waits to be published"),
        "object" => ("有人对表决结果提出异议，待答复", "Somebody objects to a result and waits for an answer"),
        UNSOUND => ("名册有误，表决未能按时开始", "A vote could not open: its roll is not sound"),
        _ => return None,
    })
}

/// What those read who stand on a roll and have not voted.
pub fn for_silent_voters(verb: DeliberationVerb) -> Option<Title> {
    let title = ("您有一项表决尚未投票，请在截止前投票", "You have not voted yet: please do before the vote closes");
    (verb == DeliberationVerb::Remind).then_some(title)
}

/// What somebody reads whose comment on a deliberation was moderated.
pub fn for_commenter(event: &str) -> Option<Title> {
    match event {
        "hide" => Some(("您在议题中的一条发言已被隐藏，请查看原因", "A comment of yours was hidden: see why")),
        "restore" => Some(("您在议题中的一条发言已恢复显示", "A comment of yours is shown again")),
        _ => None,
    }
}

/// What the proposer of a deliberation reads.
pub fn for_proposer(verb: DeliberationVerb) -> Option<Title> {
    Some(match verb {
        DeliberationVerb::ReachThreshold => ("您的议题已达到附议人数", "Your matter was seconded"),
        DeliberationVerb::Lapse => ("您的议题附议期满，未达到人数", "Your matter lapsed: too few seconded it"),
        DeliberationVerb::Accept => ("您的议题已受理，进入讨论", "Your matter was taken up"),
        DeliberationVerb::Decline => ("您的议题未被受理，请查看说明", "Your matter was declined: see why"),
        DeliberationVerb::Escalate => ("您的议题已上报到上一级", "Your matter was handed to the next level"),
        DeliberationVerb::Schedule => ("您的议题已定表决方案", "How your matter is voted on is fixed"),
        DeliberationVerb::Open => ("您的议题开始表决", "The vote on your matter has opened"),
        DeliberationVerb::Publish => ("您的议题已公示结果", "The result on your matter is published"),
        DeliberationVerb::Uphold => {
            ("对您的议题的异议成立，结果作废", "An objection was upheld: the result on your matter is void")
        }
        DeliberationVerb::Decide => ("您的议题已有结论", "Your matter is decided"),
        DeliberationVerb::Execute => ("您的议题开始实施", "Your matter is being carried out"),
        DeliberationVerb::PlanAction => ("已安排行动落实您的议题", "An action was planned to carry out your matter"),
        DeliberationVerb::EndAction => ("落实您议题的行动已结束", "The action for your matter has ended"),
        DeliberationVerb::DropAction => ("落实您议题的行动已取消", "The action for your matter was called off"),
        DeliberationVerb::Complete => ("您的议题已实施完成，等待评议", "Your matter was carried out and may be graded"),
        _ => return None,
    })
}

/// What those read who were let go when an action or a shift was called off.
pub fn let_go(verb: ActionVerb) -> Option<Title> {
    match verb {
        ActionVerb::Cancel => {
            Some(("您报名的行动已取消，请查看原因", "An action you signed up for was cancelled: see why"))
        }
        ActionVerb::CancelShift => Some(("您报名的班次已取消", "A shift you signed up for was cancelled")),
        _ => None,
    }
}

/// What a volunteer reads about the own sign-up.
pub fn for_signed_up(verb: SignupVerb) -> Option<Title> {
    Some(match verb {
        SignupVerb::Override => ("工作人员已为您报名", "Staff have signed you up"),
        SignupVerb::Offer => ("您候补的班次有空位了，请尽快接受", "A place you wait for is free: accept it soon"),
        SignupVerb::Lapse => ("空位没有及时接受，您已排到候补末尾", "The offer has run out: you wait at the end again"),
        SignupVerb::Drop => ("您的候补已失效", "You do not wait for a place any more"),
        SignupVerb::Cancel => ("您的报名已被取消", "Your sign-up was cancelled"),
        SignupVerb::MarkNoShow => ("您被记为未到，可以申诉一次", "You were noted as absent: you can appeal once"),
        SignupVerb::Uphold => ("您的申诉成立", "Your appeal was upheld"),
        SignupVerb::Dismiss => ("您的申诉不成立，请查看答复", "Your appeal was dismissed: see the answer"),
        SignupVerb::Close => ("您忘记签退，已按规则签退", "You forgot to check out: the rule did it for you"),
        SignupVerb::Approve => ("您的服务时长已核定", "Your minutes were approved"),
        _ => return None,
    })
}

/// What the leader reads when somebody says that they came after all.
pub const NO_SHOW_APPEALED: Title = ("有志愿者对“未到”提出申诉", "A volunteer appeals against a no-show");

/// What the community's admins read about a webhook.
pub fn for_webhook_admins(event: &str) -> Option<Title> {
    (event == "stop").then_some(("有一个推送已停用，请查看原因", "A webhook was stopped: see why"))
}

/// What those read whom an emergency concerns; of a drill it says that it is one.
pub fn in_emergency(verb: EmergencyVerb, drill: bool) -> Option<Title> {
    Some(match (verb, drill) {
        (EmergencyVerb::Open, false) => ("社区已启动应急", "An emergency was opened"),
        (EmergencyVerb::Open, true) => ("【演练】社区已启动应急演练", "Drill: an emergency drill was opened"),
        (EmergencyVerb::CallUp, false) => ("应急召集：请答复能否参加", "You are called up: say whether you can come"),
        (EmergencyVerb::CallUp, true) => {
            ("【演练】应急召集：请答复能否参加", "Drill: you are called up: say whether you can come")
        }
        (EmergencyVerb::Assign, false) => ("您被派到一个应急岗位，请查看", "You were put on duty: see where and when"),
        (EmergencyVerb::Assign, true) => {
            ("【演练】您被派到一个岗位，请查看", "Drill: you were put on duty: see where and when")
        }
        (EmergencyVerb::Close, false) => ("应急已结束，感谢您", "The emergency is over: thank you"),
        (EmergencyVerb::Close, true) => ("【演练】应急演练已结束，感谢您", "Drill: it is over: thank you"),
        (EmergencyVerb::Answer | EmergencyVerb::Roster, _) => return None,
    })
}
