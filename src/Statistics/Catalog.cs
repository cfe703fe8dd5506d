using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace CanaryJudge.Statistics;

/// <summary>Plug-ins of one sort, found by name. Immutable; keeps the order in which they were given.</summary>
/// <typeparam name="T">The sort of plug-in.</typeparam>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Catalog is the project's word.")]
public sealed class Catalog<T> : IReadOnlyCollection<T>
    where T : INamed
{
    private readonly List<T> _items = [];
    private readonly Dictionary<string, T> _byName = new(StringComparer.Ordinal);

    /// <summary>Creates a catalog of the given items.</summary>
    /// <param name="items">The items; each name is kebab-case and occurs once.</param>
    /// <exception cref="ArgumentException">A name is not kebab-case or occurs twice; the message names it.</exception>
    public Catalog(params T[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        foreach (var item in items)
        {
            if (!IsKebabCase(item.Name))
            {
                throw new ArgumentException($"The name '{item.Name}' is not kebab-case.", nameof(items));
            }

            if (!_byName.TryAdd(item.Name, item))
            {
                throw new ArgumentException($"The name '{item.Name}' occurs twice.", nameof(items));
            }

            _items.Add(item);
        }
    }

    /// <summary>The number of items.</summary>
    public int Count => _items.Count;

    /// <summary>The names in the catalog's order, for messages to users.</summary>
    public IEnumerable<string> Names => _items.Select(item => item.Name);

    /// <summary>Finds an item by its exact name (ordinal, case matters). There is never a default.</summary>
    /// <param name="name">The name a user wrote.</param>
    /// <param name="item">The item, or the default of its type when there is none.</param>
    /// <returns>Whether the catalog holds the name.</returns>
    public bool TryFind(string name, [MaybeNullWhen(false)] out T item) => _byName.TryGetValue(name, out item);

    /// <inheritdoc />
    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool IsKebabCase(string name) =>
        name.Length > 0
        && char.IsAsciiLetterLower(name[0])
        && name.Split('-').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));
}
