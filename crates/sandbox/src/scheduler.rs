//! What time alone does: a request or a liveness session ends when its time is up, whether or not anybody looks at it.

use std::time::Duration;

use crate::app::App;
use crate::lifecycle::{liveness, requests};
use crate::problem::ApiResult;

/// Runs until it is dropped.
pub async fn run(app: App) {
    let mut news = app.news.subscribe();
    loop {
        news.mark_unchanged();
        match end_what_is_due(&app).await {
            Ok(None) => {
                // The sender lives as long as the app that this task holds.
                let _ = news.changed().await;
            }
            Ok(Some(next)) => {
                tokio::select! {
                    () = app.clock.sleep_until(next) => {}
                    // A new request may end earlier.
                    _ = news.changed() => {}
                }
            }
            Err(error) => {
                eprintln!("the scheduler cannot work: {error:?}");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Sees to it that what is read from the store from now on has no status that time has overtaken. Only when there is one
/// does this wait for who writes.
pub async fn catch_up(app: &App) -> ApiResult<()> {
    let now = app.clock.now_ms();
    if app.store.read(move |tx| requests::is_any_due(tx, now)).await? {
        app.act(requests::end_what_is_due).await?;
    }
    Ok(())
}

/// Ends what is due; when the next thing will be.
async fn end_what_is_due(app: &App) -> ApiResult<Option<i64>> {
    app.act(|act| {
        let next = [requests::end_what_is_due(act)?, liveness::end_what_is_due(act)?];
        Ok(next.into_iter().flatten().min())
    })
    .await
}
