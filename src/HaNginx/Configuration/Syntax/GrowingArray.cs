using System.Diagnostics.CodeAnalysis;

namespace NginxHa.Nginx.Configuration;

/// <summary>An array that grows by half, whose elements can be changed in place.</summary>
/// <typeparam name="T">Element.</typeparam>
[SuppressMessage("Performance", "CA1815", Justification = "A building block that nobody compares.")]
internal struct GrowingArray<T>(int capacity)
    where T : struct
{
    private T[] _items = capacity > 0 ? new T[capacity] : [];

    public int Count { get; private set; }

    public readonly ref T this[int index] => ref _items[index];

    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(16, Count + (Count >> 1)));
        }

        _items[Count++] = item;
    }

    /// <summary>The items, without the spare room when that is more than a quarter.</summary>
    public T[] Seal()
    {
        if (_items.Length - Count > (Count >> 2))
        {
            Array.Resize(ref _items, Count);
        }

        return _items;
    }
}
