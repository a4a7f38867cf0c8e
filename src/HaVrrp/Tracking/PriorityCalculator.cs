using System.Globalization;
using System.Text;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Tracking;

/// <summary>The effective priority out of the configured one and what tracks add, and a sentence that says how.</summary>
internal static class PriorityCalculator
{
    /// <summary>1-254: only the owner has 255, and it keeps it; 0 is for leaving.</summary>
    public static byte Effective(byte configured, int contributions) => configured == VrrpConstants.OwnerPriority
        ? VrrpConstants.OwnerPriority
        : (byte)Math.Clamp(configured + contributions, 1, VrrpConstants.OwnerPriority - 1);

    /// <summary><c>100 - 20 (nginx down) = 80</c>; the plain number when nothing is added.</summary>
    public static string Describe(byte configured, IEnumerable<(int Contribution, string Reason)> parts)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{configured}");
        if (configured == VrrpConstants.OwnerPriority)
        {
            return text.Append(" (address owner)").ToString();
        }

        int sum = 0;
        bool any = false;
        foreach ((int contribution, string reason) in parts)
        {
            if (contribution != 0)
            {
                any = true;
                sum += contribution;
                text.Append(CultureInfo.InvariantCulture, $" {(contribution < 0 ? '-' : '+')} {Math.Abs(contribution)} ({reason})");
            }
        }

        return any ? text.Append(CultureInfo.InvariantCulture, $" = {Effective(configured, sum)}").ToString() : text.ToString();
    }
}
