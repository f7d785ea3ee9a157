//! What is said about what people write.

use entity::moderation::ReviewVerb;

use super::Title;

/// What those of the staff read who look at what people write.
pub fn for_moderators(verb: ReviewVerb) -> Option<Title> {
    Some(match verb {
        ReviewVerb::Hold => ("有内容待审核", "Something written waits for review"),
        ReviewVerb::Appeal => ("有内容审核的申诉待处理", "An appeal about something written waits"),
        ReviewVerb::Report => ("有居民举报了一项内容", "A resident has reported something written"),
        ReviewVerb::Submit | ReviewVerb::Pass | ReviewVerb::Refuse => return None,
    })
}

/// What the one reads who wrote or uploaded it.
pub fn for_writer(verb: ReviewVerb, withheld: bool) -> Option<Title> {
    Some(match verb {
        ReviewVerb::Hold => {
            ("您发布的内容需要人工看一下，通过后大家就能看到", "Somebody looks at what you wrote before others see it")
        }
        ReviewVerb::Report if withheld => (
            "您发布的内容被多位居民举报，暂不公开，等待审核",
            "Several residents reported what you wrote: it waits for review",
        ),
        ReviewVerb::Pass => {
            ("您发布的内容已通过审核，大家可以看到了", "What you wrote has passed review: others see it")
        }
        ReviewVerb::Refuse => {
            ("您发布的内容未通过审核，可以申诉一次", "What you wrote did not pass review: you can appeal once")
        }
        ReviewVerb::Submit | ReviewVerb::Appeal | ReviewVerb::Report => return None,
    })
}
