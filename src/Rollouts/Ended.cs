namespace CanaryJudge.Rollouts;

/// <summary>After the end nothing happens: an opening only tells how it ended.</summary>
internal static class Ended
{
    public static void Take(Turn turn, RolloutInput input)
    {
        switch (input)
        {
            case RolloutInput.Open:
                turn.Do(new RolloutAction.Finish(turn.State.Exit ?? 0));
                break;
            case RolloutInput.Approve or RolloutInput.Promote or RolloutInput.Abort or RolloutInput.Freeze or RolloutInput.Thaw:
                turn.Do(new RolloutAction.Refuse("the rollout has ended"));
                break;
        }
    }
}
