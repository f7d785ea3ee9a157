//! The table of error codes. A code is never renamed: front ends branch on it.

use super::Locale;
use super::table::catalogue;

catalogue! {
    // 400: the request itself is malformed.
    MalformedJson 400 "malformed_json" ("请求格式错误", "Malformed JSON")
        ("请求内容不是有效的 JSON，请检查后重试。", "The body is not valid JSON. Check it and send it again.");
    MalformedQuery 400 "malformed_query" ("查询参数错误", "Malformed query")
        ("查询参数有误或不存在，请检查参数名和取值。", "A query parameter is unknown or malformed. Check its name and value.");
    BadCursor 400 "bad_cursor" ("分页游标无效", "Bad cursor")
        ("分页游标无效或与筛选条件不符，请从第一页重新开始。", "The cursor is invalid or belongs to another filter. Start again from the first page.");
    BadHeader 400 "bad_header" ("请求头错误", "Bad header")
        ("请求头 {header} 的值无效。", "The value of header {header} is invalid.");

    MalformedUpload 400 "malformed_upload" ("上传格式错误", "Malformed upload")
        ("上传的表单不完整或格式有误，请重新上传。", "The multipart form is incomplete or malformed. Upload it again.");

    // 401, 403, 404: who is asking, and what exists for them.
    Unauthenticated 401 "unauthenticated" ("请先登录", "Not signed in")
        ("请先登录。", "Sign in first.");
    TokenExpired 401 "token_expired" ("登录已过期", "Token expired")
        ("登录已过期，请刷新令牌或重新登录。", "The access token has expired. Refresh it or sign in again.");
    WechatCodeInvalid 401 "wechat_code_invalid" ("微信登录凭证无效", "WeChat code invalid")
        ("微信登录凭证已失效，请重新进入小程序再试。", "The WeChat code is unknown, used or too old. Call wx.login again.");
    RefreshTokenInvalid 401 "refresh_token_invalid" ("登录已失效", "Refresh token invalid")
        ("登录已失效，请重新登录。", "The refresh token is not valid any more. Sign in again.");
    WrongPassword 401 "wrong_password" ("手机号或密码错误", "Wrong phone or password")
        ("手机号或密码错误。", "The phone or the password is wrong.");
    WechatBlocked 403 "wechat_blocked" ("微信拒绝登录", "Refused by WeChat")
        ("微信认为此账号存在风险，暂时无法登录。", "WeChat regards this account as risky and does not let it sign in.");
    Forbidden 403 "forbidden" ("没有权限", "Forbidden")
        ("您没有进行此操作的权限。", "You are not allowed to do this.");
    NotVerified 403 "not_verified" ("尚未认证居民身份", "Not a verified resident")
        ("请先认领住户，待网格长审核通过后再试。", "Claim your household first and wait for the grid leader's approval.");
    OwnMatter 403 "own_matter" ("不能处理本人事项", "Your own matter")
        ("不能审核、认领或确认与本人有关的事项。", "Nobody reviews, claims or decides their own matter.");
    MissingScope 403 "missing_scope" ("密钥权限不足", "Missing scope")
        ("该接口密钥没有权限 {scope}。", "This API key lacks the scope {scope}.");
    LinkExpired 403 "link_expired" ("链接已过期", "Link expired")
        ("此链接已过期，请重新获取。", "This link has expired. Load the resource again for a new one.");
    NotFound 404 "not_found" ("没有找到", "Not found")
        ("您要找的内容不存在或已被移除。", "What you are looking for does not exist.");
    NoSheet 404 "no_sheet" ("没有可下载的表格", "No sheet")
        ("这次导入没有错误，或带原因的表格已过期删除；请重新上传。", "This import had no faults, or its sheet with reasons has been removed by now. Upload the file again.");
    MethodNotAllowed 405 "method_not_allowed" ("请求方法不支持", "Method not allowed")
        ("此地址不支持该请求方法，可用方法见 Allow 响应头。", "This address does not support the method; see the Allow header.");

    SlowBody 408 "slow_body" ("上传超时", "Body too slow")
        ("请求内容没有及时送达，请检查网络后重试。", "The body did not arrive in time. Check the network and try again.");
    NotOnRoll 403 "not_on_roll" ("不在名册上", "Not on the roll")
        ("您不在本次表决的名册上，或不能为此人投票；如有疑问请联系社区。", "You are not on the roll of this vote, or may not vote for this voter. Ask the community if you think otherwise.");

    NotAVolunteer 403 "not_a_volunteer" ("不是本社区的志愿者", "Not a volunteer here")
        ("请先登记为本社区的志愿者。", "Register as a volunteer of this community first.");
    VolunteerBlocked 403 "volunteer_blocked" ("暂停报名", "Sign-up suspended")
        ("您的报名资格暂时停用，请联系社区。", "You may not sign up for the time being. Ask the community.");
    TooYoung 403 "too_young" ("未到年龄", "Too young")
        ("此行动要求年满 {age} 周岁。", "This action is for volunteers aged {age} or older.");
    SkillMissing 403 "skill_missing" ("缺少技能", "Skill missing")
        ("此行动要求具备技能：{skill}。", "This action needs a skill that your profile does not have: {skill}.");
    TrainingMissing 403 "training_missing" ("缺少培训", "Training missing")
        ("此行动要求通过培训：{training}。", "This action needs a training that you have not passed, or that has run out: {training}.");
    TeamOnly 403 "team_only" ("仅限团队成员", "Team only")
        ("此行动仅限指定团队的成员报名。", "Only members of its team may sign up for this action.");

    // 409, 412, 428: the state of things.
    SignupNotOpen 409 "signup_not_open" ("报名尚未开始", "Sign-up not open yet")
        ("报名尚未开始，请在开始后再来。", "Sign-up has not opened yet. Come back when it has.");
    SignupClosed 409 "signup_closed" ("报名已截止", "Sign-up closed")
        ("报名已经截止。", "Sign-up has closed.");
    AlreadySignedUp 409 "already_signed_up" ("已报名", "Already signed up")
        ("您已经报过这个班次。", "You have signed up for this shift already.");
    ShiftOverlap 409 "shift_overlap" ("时间冲突", "Shifts overlap")
        ("同一时间您已报名另一个班次，请先取消那一个。", "You are signed up for another shift at the same time. Cancel that one first.");
    RoleFull 409 "role_full" ("名额已满", "No place left")
        ("名额已满，且不能候补。", "There is no place left and no waiting list.");
    WaitlistFull 409 "waitlist_full" ("候补已满", "Waiting list full")
        ("名额和候补都已满（候补最多 {limit} 人）。", "All places are taken and {limit} people wait already.");
    OfferOver 409 "offer_over" ("空位已过期", "Offer over")
        ("没有在期限内接受，空位已给下一位。", "The offer was not accepted in time; the place goes to the next.");
    ShiftStarted 409 "shift_started" ("班次已开始", "Shift started")
        ("班次已经开始，不能取消。", "The shift has started; it is too late for that.");
    ShiftCancelled 409 "shift_cancelled" ("班次已取消", "Shift cancelled")
        ("这个班次已经取消。", "This shift was called off.");
    LastShift 409 "last_shift" ("最后一个班次", "Last shift")
        ("这是最后一个班次，请取消整个行动。", "This is the last shift. Cancel the whole action instead.");
    NoShifts 409 "no_shifts" ("没有可报名的班次", "No shift to come")
        ("请先安排至少一个班次，且都在现在之后。", "Plan at least one shift, and all of them in the future.");
    ShiftsStandFast 409 "shifts_stand_fast" ("班次不能再改", "Shifts stand fast")
        ("发布后班次不能再改；可以取消班次或调整名额。", "The shifts of a published action do not change. Cancel a shift or change its places.");
    NotInSeries 409 "not_in_series" ("不是重复行动", "Not part of a series")
        ("这次行动不属于重复行动，请用单次的操作。", "This action does not repeat. Change or cancel it by itself.");
    TooManyCalendarFeeds 409 "too_many_calendar_feeds" ("日历订阅已满", "Too many calendar feeds")
        ("最多同时保留 {most} 个日历订阅，请先撤销一个。", "You can have {most} calendar feeds at once. Revoke one first.");
    CapacityBelowTaken 409 "capacity_below_taken" ("少于已占名额", "Fewer places than taken")
        ("已有 {taken} 个名额被占用，不能少于此数。", "{taken} places are taken; there cannot be fewer.");
    EmergencyAlreadyOpen 409 "emergency_already_open" ("已有应急进行中", "An emergency is open already")
        ("其中有网格已有真实应急进行中，请先结束，或去掉该网格。", "One of these grids has a real emergency open. Close that first or leave the grid out.");
    DutiesUnfinished 409 "duties_unfinished" ("岗位尚未结束", "Duties unfinished")
        ("还有 {rosters} 项排岗未结束、{people} 人在岗：在岗的请先签退，未结束的可选择一并取消。", "{rosters} rosters are to come and {people} people are on duty: check those out, and say whether to call the rest off.");
    HasNotAgreed 409 "has_not_agreed" ("尚未答复能参加", "Has not agreed")
        ("只有对召集答复“能参加”的志愿者才能上岗。", "Only volunteers who answered that they can come are put on duty.");
    OnDuty 409 "on_duty" ("已有岗位", "On duty")
        ("您还有应急岗位，请先取消岗位，再改变答复。", "You still have a post in this emergency. Cancel that first, then change your answer.");
    NoEmergency 409 "no_emergency" ("没有应急进行中", "No emergency")
        ("所在网格没有真实应急进行中，请按普通心愿提交；演练不收紧急心愿。", "No real emergency is open for this grid. Send it as a usual wish; a drill takes no urgent ones.");
    CheckInNotOpen 409 "check_in_not_open" ("不在签到时间内", "Not the time")
        ("不在可以签到或签退的时间内。", "This is not the time to check in or out, or to say who came.");
    CheckInCodeInvalid 409 "check_in_code_invalid" ("动态码无效", "Code invalid")
        ("动态码不对或已过期，请重新扫描领队手机上的码。", "The code is wrong or too old. Scan the leader's phone again.");
    TooFar 409 "too_far" ("距离太远", "Too far away")
        ("您不在集合地点 {metres} 米以内，请到场后再试，或扫描领队的码。", "You are not within {metres} metres of the place. Go there, or scan the leader's code.");
    NoCoordinates 409 "no_coordinates" ("没有定位", "No coordinates")
        ("此行动没有标明位置，请扫描领队的码。", "This action has no spot on the map. Scan the leader's code.");
    AlreadyAppealedNoShow 409 "already_appealed_no_show" ("已申诉过", "Already appealed")
        ("每次“未到”只能申诉一次。", "A no-show can be appealed against once.");
    IllegalTransition 409 "illegal_transition" ("当前状态不允许此操作", "Illegal transition")
        ("当前状态不允许此操作，请刷新后查看可用操作。", "The current state does not allow this. Reload and look at allowedActions.");
    ReviewClaimed 409 "review_claimed" ("别人正在审核", "Somebody else is looking at it")
        ("另一位工作人员正在审核这项内容，请先看别的，或稍后再试。", "Somebody else of the staff is looking at it. Take another one, or try again later.");
    ReviewNotClaimed 409 "review_not_claimed" ("请先领取", "Not claimed")
        ("请先领取这项审核再作决定；领取 15 分钟内有效。", "Claim this review before you decide about it. A claim holds for 15 minutes.");
    ReviewNotPassed 409 "review_not_passed" ("内容尚未通过审核", "Has not passed review")
        ("内容通过审核后才能发布：自动检查一般几秒钟；需要人工看的，通过后会收到消息。", "It can be published once what it says has passed review. That takes seconds; where a person has to look, you are told.");
    AlreadyExists 409 "already_exists" ("已经存在", "Already exists")
        ("相同的内容已经存在。", "The same thing exists already.");
    InUse 409 "in_use" ("仍在使用", "In use")
        ("仍有内容引用它，不能删除。", "Something still refers to it; it cannot be deleted.");
    AlreadyVerified 409 "already_verified" ("已认证居民身份", "Already verified")
        ("您已是认证居民，搬家请先联系社区办理迁出。", "You are a verified resident already. If you moved, ask the community to move you out first.");
    OtherCommunity 409 "other_community" ("属于其他社区", "Belongs to another community")
        ("您的账号属于其他社区，请先联系原社区。", "Your account belongs to another community. Turn to that one first.");
    ResidentTaken 409 "resident_taken" ("该居民已被他人认领", "Resident linked already")
        ("名册上的这位居民已关联其他账号，请先核实。", "This resident of the roster is linked to another account. Find out why first.");
    LastAdmin 409 "last_admin" ("您是最后一位管理员", "The last administrator")
        ("您是最后一位管理员，请先指定他人再操作。", "You are the last administrator. Appoint somebody else first.");
    PhoneTaken 409 "phone_taken" ("手机号已被使用", "Phone taken")
        ("该手机号已绑定其他账号，请联系社区工作人员。", "Another account has this phone. Turn to the community's staff.");
    PhoneRequired 409 "phone_required" ("请先绑定手机号", "Phone required")
        ("请先绑定手机号，再设置密码。", "Bind a phone before you set a password.");
    AccountElsewhere 409 "account_elsewhere" ("账号属于其他社区", "Account of another community")
        ("该账号属于其他社区，不能在本社区担任角色。", "This account belongs to another community and cannot hold a role here.");
    AlreadyAppealed 409 "already_appealed" ("已申诉过", "Already appealed")
        ("每个心愿只能申诉一次。", "A rejection can be appealed against once.");
    AlreadyReopened 409 "already_reopened" ("已重新打开过", "Already reopened")
        ("每个心愿只能重新打开一次，请另提新的心愿。", "A wish can be reopened once. Please make a new one.");
    ReopenTooLate 409 "reopen_too_late" ("已超过重新打开的期限", "Too late to reopen")
        ("确认后 {days} 天内可以重新打开，现已超过期限，请另提新的心愿。", "A wish can be reopened within {days} days of its confirmation. Please make a new one.");
    AlreadySupported 409 "already_supported" ("已附和", "Already supported")
        ("您已经附和过这个心愿。", "You have supported this wish already.");
    AlreadySeconded 409 "already_seconded" ("已附议", "Already seconded")
        ("您已经附议过这个议题。", "You have seconded this matter already.");
    AlreadyVoted 409 "already_voted" ("已投票", "Already voted")
        ("这一票已经投过，且不能由您更改；可在“本人的选票”中查看。", "This ballot has been cast and is not yours to change. Look at your own ballots.");
    VotingClosed 409 "voting_closed" ("表决已截止", "Voting has closed")
        ("表决已经截止，不再接受选票。", "The vote has closed. No more ballots are taken.");
    ProxyLimit 409 "proxy_limit" ("委托数已满", "Proxy limit reached")
        ("一人至多持有 {limit} 份书面委托，此人已满。", "One person holds at most {limit} written proxies; this one does already.");
    RemindedAlready 409 "reminded_already" ("一天内已提醒过", "Reminded already")
        ("一天内只能提醒一次，请稍后再提醒。", "Voters are reminded at most once a day. Try again later.");
    NotOpened 409 "not_opened" ("表决尚未开始", "Not opened yet")
        ("表决尚未开始，请在开始后再看。", "The vote has not opened yet. Come back when it has.");
    NotCounted 409 "not_counted" ("尚未计票", "Not counted yet")
        ("尚未计票，请在截止后再看。", "It has not been counted yet. Come back when the vote has closed.");
    RollUnsound 409 "roll_unsound" ("名册有误", "The roll is not sound")
        ("按现有登记做不出完整的名册，请先预览名册并补正登记。", "The records do not make a complete roll. Preview the roll and mend the records first.");
    ObjectionsOver 409 "objections_over" ("异议期已过", "Objections are over")
        ("异议期已过，不能再提出异议。", "The period for objections is over.");
    AlreadyObjected 409 "already_objected" ("已提出异议", "Already objected")
        ("您的上一项异议尚未答复，请等待答复。", "Your last objection has not been answered yet. Wait for the answer.");
    EvaluationOver 409 "evaluation_over" ("评议期已过", "Evaluation is over")
        ("评议期已过。", "The period for grading is over.");
    AlreadyEvaluated 409 "already_evaluated" ("已评议", "Already graded")
        ("您已经评议过了。", "You have graded it already.");
    AlreadyClaimed 409 "already_claimed" ("已被认领", "Already claimed")
        ("这个心愿刚刚被认领，请看看其他心愿。", "Somebody has just claimed this wish. Have a look at the others.");
    ClaimLimit 409 "claim_limit" ("认领数量已满", "Claim limit reached")
        ("同时最多认领 {limit} 个心愿，请先完成手上的。", "A helper holds at most {limit} wishes at a time. Finish one first.");
    ExtensionOpen 409 "extension_open" ("已有待审批的延期", "Extension already asked for")
        ("已有一份延期申请等待审批。", "A request for more time is waiting for its decision already.");
    AlreadyDecided 409 "already_decided" ("已处理", "Already decided")
        ("这一项已经处理过了。", "This has been decided already.");
    TopLevel 409 "top_level" ("已是最高层级", "Top level")
        ("已经上报到最高层级。", "It is at the highest level already.");
    NotMergeable 409 "not_mergeable" ("不能合并", "Cannot be merged")
        ("只能把待认领的心愿并入本社区另一个待认领或已认领的心愿。", "Only an open wish can be merged, into another open or claimed wish of the community.");
    NotEnoughPoints 409 "not_enough_points" ("积分不足", "Not enough points")
        ("积分不足，不能完成此操作。", "There are not enough points for this.");
    AlreadyReversed 409 "already_reversed" ("已冲正", "Already taken back")
        ("这笔账已经冲正过了。", "This transfer has been taken back already.");
    OutOfStock 409 "out_of_stock" ("已兑完", "Out of stock")
        ("此奖品已经兑完，请看看其他奖品。", "Nothing of this is left. Have a look at the other rewards.");
    GiftLimit 409 "gift_limit" ("赠送积分已达上限", "Gift limit reached")
        ("30 天内最多赠送 {limit} 分，请过些时候再赠。", "At most {limit} points can be given within 30 days. Give the rest later.");
    WebhookStopped 409 "webhook_stopped" ("推送已停用", "Webhook stopped")
        ("此推送已停用，请先启用。", "This webhook is stopped. Enable it first.");
    WebhookLimit 409 "webhook_limit" ("推送数量已满", "Webhook limit reached")
        ("每个接口密钥最多 {limit} 个推送，请先删除不用的。", "A key has at most {limit} webhooks. Remove one first.");
    RecordsChanged 409 "records_changed" ("名册刚被更改", "The roster has just changed")
        ("导入期间有人修改了相关记录，本次没有写入，请重新导入。", "Somebody changed the same records meanwhile. Nothing was written; import the file again.");
    NoMiniProgram 409 "no_mini_program" ("没有小程序", "No mini-program")
        ("本服务还没有登记小程序，请管理员先设置。", "No mini-program is set up here. Ask the operator to set one up first.");
    StillRunning 409 "still_running" ("请求处理中", "Still running")
        ("同一个请求正在处理，请稍后查询结果。", "The same request is still being processed. Ask again shortly.");
    Stale 412 "stale" ("内容已被更新", "Stale version")
        ("内容已被他人更新，请刷新后再试。", "Somebody changed it meanwhile. Reload and try again.");
    VersionRequired 428 "version_required" ("缺少版本号", "Version required")
        ("请通过 If-Match 请求头或 version 字段提供所见内容的版本号。", "Send the version you saw, as If-Match or as the field version.");

    // 413, 415, 422: the content.
    TooLarge 413 "too_large" ("内容过大", "Too large")
        ("内容超过大小限制（{limit}）。", "The content is larger than allowed ({limit}).");
    UnsupportedMediaType 415 "unsupported_media_type" ("不支持的格式", "Unsupported media type")
        ("不支持此内容格式，请使用 {expected}。", "This content type is not supported; use {expected}.");
    Invalid 422 "invalid" ("内容有误", "Invalid value")
        ("有内容填写不正确，请按提示修改。", "Some values are wrong; see errors.");
    UnknownField 422 "unknown_field" ("多余的字段", "Unknown field")
        ("请求中有不认识的字段。", "The body has a field that is not known.");
    UnknownReference 422 "unknown_reference" ("引用的内容不存在", "Unknown reference")
        ("所引用的内容在本社区不存在。", "What it refers to does not exist in this community.");
    PlaceRequired 422 "place_required" ("请选择地点", "Place required")
        ("请选择心愿所在的网格或楼栋。", "Choose the grid or building in which the wish lies.");
    UnknownApp 422 "unknown_app" ("小程序未登记", "Unknown mini-program")
        ("该小程序未在本服务登记。", "This mini-program is not registered here.");
    PhoneCodeInvalid 422 "phone_code_invalid" ("手机号授权码无效", "Phone code invalid")
        ("手机号授权已失效，请重新点击授权按钮。", "The phone code is unknown, used or too old. Ask for the phone again.");
    WrongOldPassword 422 "wrong_old_password" ("原密码不正确", "Wrong old password")
        ("原密码不正确。", "The old password is wrong.");
    WeakPassword 422 "weak_password" ("密码过于简单", "Weak password")
        ("密码不能包含手机号，且至少有 5 个不同的字符。", "A password must not contain the phone and needs at least 5 different characters.");
    MissingField 422 "missing_field" ("缺少必填项", "Missing field")
        ("缺少必填项。", "A required field is missing.");
    InvalidValue 422 "invalid_value" ("取值有误", "Invalid value")
        ("此处的值不符合要求。", "This value does not fit.");
    ControlCharacter 422 "control_character" ("含有不可见字符", "Control character")
        ("内容含有不可见的控制字符，请删除后重试。", "The text has control characters. Remove them and try again.");
    AddressNotAllowed 422 "address_not_allowed" ("地址不允许", "Address not allowed")
        ("请填写公网的 https 地址，不含用户名和密码，端口须在允许之列。", "Enter a public https address without credentials, on an allowed port.");
    EventNotAllowed 422 "event_not_allowed" ("不能订阅此事件", "Event not allowed")
        ("该接口密钥没有看到此事件所需的权限 {scope}。", "This API key lacks the scope that this event needs: {scope}.");
    UnknownDoor 422 "unknown_door" ("没有这个门牌号", "Unknown door")
        ("该楼栋没有登记此门牌号，请核对或联系社区。", "This building has no such door on record. Check it or ask the community.");
    BadPicture 422 "bad_picture" ("图片无法读取", "Unreadable picture")
        ("图片已损坏或无法读取，请换一张。", "The picture is damaged or cannot be read. Use another one.");
    ListedWord 422 "listed_word" ("含有词库中的词", "Listed word")
        ("此处含有词库中的词；确认没有问题的，请先在本社区词库中放行。", "This has a word of the list in it. If it is harmless, allow it in the community's list first.");
    UnknownPicture 422 "unknown_picture" ("图片不可用", "Unknown picture")
        ("图片不存在、不是您上传的，或已在别处使用。", "The picture does not exist, is not yours or is used elsewhere.");
    TooManyPixels 422 "too_many_pixels" ("图片尺寸过大", "Too many pixels")
        ("图片尺寸过大（最多 {limit} 万像素），请缩小后重试。", "The picture has too many pixels (at most {limit} × 10,000). Make it smaller.");
    KeyReused 422 "idempotency_key_reused" ("幂等键重复使用", "Idempotency key reused")
        ("同一个 Idempotency-Key 已用于内容不同的请求，请换一个新的键。", "This Idempotency-Key was used with another body. Use a new key.");
    BadBallot 422 "bad_ballot" ("选票无效", "No valid ballot")
        ("选票内容与表决方式或选项不符，请按方案填写。", "The ballot does not fit the method or the options. Fill it in as the plan says.");
    TooYoungToRegister 422 "too_young_to_register" ("未到注册年龄", "Too young to register")
        ("年满 {years} 周岁才能注册为志愿者；更小的孩子可由家长带领参加活动。", "Volunteers register from the age of {years}. Younger children may come along with a grown-up.");
    GuardianRequired 422 "guardian_required" ("须有监护人同意", "Guardian required")
        ("未满 18 周岁须填写监护人的姓名、电话，并由监护人同意。", "Under 18 the name and phone of a guardian who agrees are needed.");
    WrongPickupCode 422 "wrong_pickup_code" ("领取码不符", "Wrong pick-up code")
        ("领取码不符，请核对后重试。", "The pick-up code is another one. Check it and try again.");
    RuleDoesNotFit 422 "rule_does_not_fit" ("规则不适用", "The rule does not fit")
        ("这条规则不适用于所选的表决者或表决方式。", "The rule is not for these voters or this method.");

    // 422: a sheet, its columns and its cells.
    UnreadableSheet 422 "unreadable_sheet" ("表格无法读取", "Unreadable sheet")
        ("表格已损坏、设了密码或内容异常，无法读取；请另存为 .xlsx 或 CSV 后重试。", "The sheet is damaged, has a password or is abnormal. Save it again as .xlsx or CSV and retry.");
    SheetTooLarge 422 "sheet_too_large" ("表格过大", "Sheet too large")
        ("表格最多 {rows} 行、{columns} 列，请拆分后分次导入。", "A sheet has at most {rows} rows and {columns} columns. Split it and import the parts.");
    UnknownSheet 422 "unknown_sheet" ("认不出列名", "Unknown sheet")
        ("前 10 行中没有找到所要导入的表格的列名，请下载模板并按其列名填写。", "None of the first 10 rows has the column names of the sheet that is to be imported. Download the template and use its names.");
    MissingColumn 422 "missing_column" ("缺少列", "Missing column")
        ("缺少必需的列，请按模板补上。", "A needed column is missing. Add it as in the template.");
    UnknownColumn 422 "unknown_column" ("不认识的列", "Unknown column")
        ("不认识这一列的列名，请改用模板中的列名，或删除此列。", "This column's name is not known. Use a name of the template or delete the column.");
    RepeatedColumn 422 "repeated_column" ("列重复", "Repeated column")
        ("同一列出现了两次，请只保留一列。", "This column is there twice. Keep one of them.");
    TooLong 422 "too_long" ("内容过长", "Too long")
        ("此格最多 {limit} 个字。", "This cell has at most {limit} characters.");
    CellError 422 "cell_error" ("公式出错", "Formula error")
        ("此格是公式的出错结果，请填写实际内容。", "This cell holds the error of a formula. Enter the content itself.");
    CellIsDate 422 "cell_is_date" ("被改成了日期", "Turned into a date")
        ("此格被表格软件改成了日期，请先设为文本格式再填写。", "The spreadsheet program turned this cell into a date. Set it to text first and enter it again.");
    DigitsLost 422 "digits_lost" ("数字末位丢失", "Digits lost")
        ("此格按数字保存，末几位已丢失，请设为文本格式后重新填写。", "This cell was kept as a number and lost its last digits. Set it to text and enter it again.");
    UnknownWord 422 "unknown_word" ("不在可选范围", "Unknown word")
        ("此列只能填写：{choices}。", "This column takes only: {choices}.");
    BadArea 422 "bad_area" ("面积有误", "Wrong area")
        ("面积须为大于 0 的平方米数，最多两位小数。", "An area is a number of square metres above 0 with at most two decimals.");
    BadPhone 422 "bad_phone" ("手机号有误", "Wrong phone")
        ("请填写 11 位手机号，或带区号的固定电话。", "Enter a mobile number with 11 digits, or a fixed one with its area code.");
    BadIdNumber 422 "bad_id_number" ("身份证号有误", "Wrong identity number")
        ("身份证号须为 18 位，且校验码和出生日期正确，请核对。", "An identity number has 18 characters with a right check digit and birth date. Check it.");
    BadCreditCode 422 "bad_credit_code" ("统一社会信用代码有误", "Wrong credit code")
        ("统一社会信用代码须为 18 位，且校验码正确，请核对。", "A unified social credit code has 18 characters with a right check character. Check it.");
    BadDate 422 "bad_date" ("日期有误", "Wrong date")
        ("请填写真实的、不晚于今天的日期，如 1958-03-08。", "Enter a real date that is not in the future, such as 1958-03-08.");
    BirthDateDiffers 422 "birth_date_differs" ("出生日期与身份证号不符", "Birth date differs")
        ("出生日期与身份证号中的不一致，请核对。", "The birth date is not the one in the identity number. Check both.");
    UnknownGrid 422 "unknown_grid" ("没有这个网格", "Unknown grid")
        ("本社区没有这个网格，或有多个同名网格；请填写网格编码，或先在系统中建立网格。", "The community has no such grid, or several of that name. Enter the grid's code, or make the grid first.");
    ContradictsRow 422 "contradicts_row" ("前后不一致", "Contradicts another row")
        ("与第 {row} 行对同一处所或同一业主的记载不一致。", "Row {row} says something else about the same place or owner.");
    RepeatedPerson 422 "repeated_person" ("人员重复", "Repeated person")
        ("与第 {row} 行是同一个人，请只保留一行。", "Row {row} is about the same person. Keep one of them.");
    SecondHead 422 "second_head" ("有两位户主", "Second head")
        ("同一户在第 {row} 行已有户主。", "Row {row} names a head of this household already.");
    SeveralHouseholds 422 "several_households" ("门牌下有多户", "Several households")
        ("名册上此门牌下有多户，无法判断此人属于哪一户；请先在系统中新增此人。", "Several households are on record behind this door. Enter this person in the system first.");
    AmbiguousPerson 422 "ambiguous_person" ("同户有多位同名者", "Ambiguous person")
        ("名册上同户有多位同名者，请填写身份证号以便区分。", "The household has several people of this name. Add the identity number to tell them apart.");
    IdNumberDiffers 422 "id_number_differs" ("身份证号与名册不同", "Identity number differs")
        ("名册上同户的同名者是另一个身份证号，请核对；若名册有误，请先在系统中更正。", "The person of this name in the household has another identity number on record. Check it; correct the record first if that is wrong.");

    // 429, 5xx: later.
    TooManyRequests 429 "too_many_requests" ("请求过于频繁", "Too many requests")
        ("请求过于频繁，请稍后再试。", "Too many requests. Try again later.");
    PictureQuota 429 "picture_quota" ("今日上传已达上限", "Daily picture quota")
        ("24 小时内最多上传 {limit} 张图片，请稍后再试。", "At most {limit} pictures within 24 hours. Try again later.");
    AccountLocked 429 "account_locked" ("账号已锁定", "Account locked")
        ("密码错误次数过多，账号已暂时锁定，请稍后再试。", "Too many wrong passwords. The account is locked for a while.");
    Internal 500 "internal" ("服务内部错误", "Internal error")
        ("服务出现问题，我们已记录，请稍后再试。", "Something went wrong on our side and was logged. Try again later.");
    Unavailable 503 "unavailable" ("服务暂不可用", "Unavailable")
        ("服务暂时不可用，请稍后再试。", "The service is unavailable for a moment. Try again shortly.");
    WechatUnavailable 503 "wechat_unavailable" ("微信服务暂不可用", "WeChat unavailable")
        ("微信服务暂时没有响应，请稍后再试。", "WeChat does not answer for the moment. Try again shortly.");
}
