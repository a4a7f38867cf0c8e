using System.Text;
using CsCheck;
using NginxHa.Nginx.Configuration;

namespace NginxHa.Tests.Unit.Nginx.Configuration;

public sealed class DiffTests
{
    [Fact]
    public void The_diff_reads_like_that_of_diff_u()
    {
        string before = string.Concat(Enumerable.Range(1, 11).Select(i => $"{i};\n"));
        string after = before.Replace("5;\n", "5 a;\n", StringComparison.Ordinal) + "12;";
        Assert.Equal(
            "--- x.conf\n+++ x.conf\n@@ -2,10 +2,11 @@\n 2;\n 3;\n 4;\n-5;\n+5 a;\n 6;\n 7;\n 8;\n 9;\n 10;\n 11;\n+12;\n\\ No newline at end of file\n",
            Diff(before, after));
    }

    [Fact]
    public void Same_texts_have_no_diff() => Assert.Empty(Diff("a\n", "a\n"));

    [Fact]
    public void A_changed_line_end_is_a_change() => Assert.Contains("@@ -1,1 +1,1 @@", Diff("a\r\n", "a\n"), StringComparison.Ordinal);

    [Fact]
    public void Changes_lead_from_one_text_to_the_other_and_are_no_more_than_needed() =>
        Gen.Select(Gen.String[Gen.Char["abc"], 0, 30], Gen.String[Gen.Char["abc"], 0, 30]).Sample((one, two) =>
        {
            string[] before = [.. one.Select(c => c.ToString())];
            string[] after = [.. two.Select(c => c.ToString())];
            List<LineChange> changes = LineDifference.Find(before, after);
            var rebuilt = new List<string>();
            int position = 0;
            foreach (LineChange change in changes)
            {
                rebuilt.AddRange(before[position..change.OldStart]);
                Assert.Equal(change.NewStart, rebuilt.Count);
                rebuilt.AddRange(after[change.NewStart..change.NewEnd]);
                position = change.OldEnd;
            }

            rebuilt.AddRange(before[position..]);
            Assert.Equal(after, rebuilt);
            int changed = changes.Sum(change => change.OldEnd - change.OldStart + change.NewEnd - change.NewStart);
            Assert.Equal(before.Length + after.Length - (2 * LongestCommon(before, after)), changed);
        });

    [Fact]
    public void Texts_with_nothing_in_common_are_one_change()
    {
        string[] before = [.. Enumerable.Range(0, 4000).Select(i => $"a{i}")];
        string[] after = [.. Enumerable.Range(0, 4000).Select(i => $"b{i}")];
        Assert.Equal([new LineChange(0, 4000, 0, 4000)], LineDifference.Find(before, after));
    }

    private static int LongestCommon(string[] one, string[] two)
    {
        int[,] length = new int[one.Length + 1, two.Length + 1];
        for (int i = 1; i <= one.Length; i++)
        {
            for (int j = 1; j <= two.Length; j++)
            {
                length[i, j] = one[i - 1] == two[j - 1] ? length[i - 1, j - 1] + 1 : Math.Max(length[i - 1, j], length[i, j - 1]);
            }
        }

        return length[one.Length, two.Length];
    }

    private static string Diff(string before, string after) =>
        UnifiedDiff.Create(Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after), "x.conf");
}
