using CanaryJudge.Statistics.Special;
using MathNet.Numerics.Integration;

namespace CanaryJudge.Statistics.Sequential;

/// <summary>The boundary for looks at planned amounts of information, one look after the other.</summary>
/// <remarks>
/// <para>Shapes: ascending shares of the planned information, the last one 1. Units: shares.</para>
/// <para>Method: the level spent by time t is a given function; the critical value of each look spends its increment, found by
/// carrying the density of the not yet stopped Brownian motion from look to look, by Gauss-Legendre panels. A look that was
/// missed or came late just uses its own share.</para>
/// <para>Error: relative 1e-7 against an independent program (measured by BoundaryTests).</para>
/// <para>Source: K. K. G. Lan and D. L. DeMets, Biometrika 70 (1983) 659-663; recursion by P. Armitage, C. K. McPherson and
/// B. C. Rowe, J. R. Statist. Soc. A 132 (1969) 235-244.</para>
/// </remarks>
public sealed class GroupSequential : IStateful
{
    /// <summary>Looks closer than this share of the information are passed over: they could spend next to nothing.</summary>
    public const double ClosestLooks = 0.001;

    private const int Order = 20;
    private const int FewestPanels = 12;

    // Beyond z = 9 lies 1e-19; nothing is ever stopped beyond 8.
    private const double Reach = 9;
    private const double LargestZ = 8;
    private static readonly GaussLegendreRule Rule = new(-1, 1, Order);

    private readonly Spending _spending;
    private double[] _nodes = [];
    private double[] _mass = [];
    private double _information;

    /// <summary>A one-sided boundary before its first look.</summary>
    /// <param name="alpha">The level over all looks; above 0, at most 0.5.</param>
    /// <param name="spending">How it is spent.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside its range.</exception>
    public GroupSequential(double alpha, Spending spending)
    {
        Levels.RequireEnd(alpha);
        (Alpha, _spending) = (alpha, spending);
    }

    /// <summary>The level over all looks.</summary>
    public double Alpha { get; }

    /// <summary>The level spent up to the newest look.</summary>
    public double Spent => Spend(_information);

    /// <summary>Takes the next look.</summary>
    /// <param name="information">The share of the planned information that is in, above 0.</param>
    /// <returns>The critical z; positive infinity when this look cannot stop: it is too close to the one before, comes after the
    /// planned end, or has next to nothing to spend.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not above 0 or not finite.</exception>
    public double Look(double information)
    {
        Levels.RequirePositive(information);
        if (information > 1 + 1e-12 || information - _information < ClosestLooks)
        {
            return double.PositiveInfinity;
        }

        var spend = Spend(information) - Spend(_information);
        var step = Math.Sqrt(information - _information);
        var root = Math.Sqrt(information);
        var critical = CriticalSum(spend, step, root);
        Carry(Math.Min(critical, Reach * root), step, root);
        _information = information;
        return critical / root;
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Mark("group-sequential 1");
        state.Number(ref _information);
        state.Numbers(ref _nodes);
        state.Numbers(ref _mass);
    }

    private double Spend(double t)
    {
        t = Math.Min(1, t);
        return t == 0 ? 0 : _spending == Spending.OBrienFleming
            ? 2 * Gaussian.Cdf(Gaussian.Quantile(Alpha / 2) / Math.Sqrt(t))
            : Alpha * Math.Log(1 + ((Math.E - 1) * t));
    }

    /// <summary>The sum whose upper tail at this look is the level to spend; infinite when even z = 8 would spend more.</summary>
    private double CriticalSum(double spend, double step, double root)
    {
        if (!(Tail(LargestZ * root, step) <= spend))
        {
            return double.PositiveInfinity;
        }

        double low = -Reach * root, high = LargestZ * root, sum = high;

        // Newton's steps on the tail, whose slope is the density; bisection where a step leaves the bracket.
        for (var i = 0; i < 100 && high - low > 1e-13 * root; i++)
        {
            var excess = Tail(sum, step) - spend;
            if (excess > 0)
            {
                low = sum;
            }
            else
            {
                high = sum;
            }

            var next = sum + (excess / Density(sum, step));
            if (Math.Abs(next - sum) <= 1e-14 * root)
            {
                break;
            }

            sum = next > low && next < high ? next : (low + high) / 2;
        }

        return sum;
    }

    private double Tail(double sum, double step)
    {
        if (_nodes.Length == 0)
        {
            return Gaussian.Cdf(-sum / step);
        }

        double tail = 0;
        for (var i = Near(sum, step); i < _nodes.Length; i++)
        {
            var distance = (_nodes[i] - sum) / step;
            tail += distance > Reach ? _mass[i] : _mass[i] * Gaussian.Cdf(distance);
        }

        return tail;
    }

    private double Density(double sum, double step)
    {
        if (_nodes.Length == 0)
        {
            return Gaussian.Density(sum / step) / step;
        }

        double density = 0;
        for (var i = Near(sum, step); i < _nodes.Length && _nodes[i] < sum + (Reach * step); i++)
        {
            density += _mass[i] * Gaussian.Density((sum - _nodes[i]) / step);
        }

        return density / step;
    }

    // The first node from which the sum can be reached in one step.
    private int Near(double sum, double step)
    {
        var first = Array.BinarySearch(_nodes, sum - (Reach * step));
        return first < 0 ? ~first : first;
    }

    /// <summary>The density below the critical sum, as masses at the nodes of new panels.</summary>
    private void Carry(double top, double step, double root)
    {
        var bottom = -Reach * root;

        // Panels of at most four steps follow the density's edge, which each look blurs by one step.
        var panels = Math.Max(FewestPanels, (int)Math.Ceiling((top - bottom) / (4 * step)));
        double[] nodes = new double[panels * Order], mass = new double[panels * Order];
        var half = (top - bottom) / panels / 2;
        for (var panel = 0; panel < panels; panel++)
        {
            for (var i = 0; i < Order; i++)
            {
                var node = bottom + (half * ((2 * panel) + 1 + Rule.GetAbscissa(i)));
                nodes[(panel * Order) + i] = node;
                mass[(panel * Order) + i] = half * Rule.GetWeight(i) * Density(node, step);
            }
        }

        (_nodes, _mass) = (nodes, mass);
    }
}
