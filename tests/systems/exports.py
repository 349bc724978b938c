"""Small exports of invented people, in the exact shape of what the systems give: headers, order, quirks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.contracts import about_contract, ready_contract
from reportgen.contracts.foreign import headers_of

PEOPLE = ("Anna Kowalska", "Boris Muster", "Chiara Rossi", "Dmytro Bondar")
ADDRESSES = tuple(f"{name.lower().replace(' ', '.')}@contoso.example" for name in PEOPLE)
# Any of these in a document, a problem or a file that we write is a leak.
SECRETS = ("kowalska", "muster", "rossi", "bondar", "contoso", "+48 22 555")


@dataclass(frozen=True)
class Export:
    """A file of a system: its name, header and rows; `mark` is the byte order mark at its start."""

    contract: str
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mark: bool = False
    delimiter: str = ","

    def text(self, language: str = "en", which: int = 0) -> str:
        """The file; in another language its headers are the ones that the contract knows there."""
        target = io.StringIO()
        writer = csv.writer(target, delimiter=self.delimiter, lineterminator="\r\n")
        writer.writerow([self.called(header, language, which) for header in self.header])
        writer.writerows(self.rows)
        return target.getvalue()

    def data(self, language: str = "en", which: int = 0) -> bytes:
        """The bytes of the file."""
        return self.text(language, which).encode("utf-8-sig" if self.mark else "utf-8")

    def called(self, header: str, language: str, which: int = 0) -> str:
        """A header in a language; of several texts that one, or the last."""
        others = [other.text for other in headers_of(self.system).get(header, ()) if other.language == language]
        return others[min(which, len(others) - 1)] if others else header

    @property
    def system(self) -> str:
        """The system that the file comes from."""
        return about_contract(self.contract).system

    def fields(self) -> Iterator[str]:
        """The fields of the contract that the file has."""
        known = {header.casefold() for header in self.header}
        for field, column in ready_contract(self.contract)["columns"].items():
            if known & {alias.casefold() for alias in column["aliases"]}:
                yield field


def _rows(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in csv.reader(io.StringIO(text.strip())))


def _export(contract: str, name: str, text: str, mark: bool = False) -> Export:
    for number, (person, address) in enumerate(zip(PEOPLE, ADDRESSES, strict=True), 1):
        text = text.replace(f"NAME{number}", person).replace(f"MAIL{number}", address)
    header, *rows = _rows(text)
    return Export(contract, name, header, tuple(rows), mark)


# Microsoft 365: a byte order mark, ISO dates, the refresh date first. Rows of deleted accounts stay, empty dates mean
# no activity.
ACTIVE_USERS = _export(
    "microsoft365_active_users",
    "Office365ActiveUserDetail2026-10-31.csv",
    "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Has Exchange License,"
    "Has OneDrive License,Has SharePoint License,Has Skype For Business License,Has Yammer License,Has Teams License,"
    "Exchange Last Activity Date,OneDrive Last Activity Date,SharePoint Last Activity Date,"
    "Skype For Business Last Activity Date,Yammer Last Activity Date,Teams Last Activity Date,"
    "Exchange License Assign Date,OneDrive License Assign Date,SharePoint License Assign Date,"
    "Skype For Business License Assign Date,Yammer License Assign Date,Teams License Assign Date,Assigned Products\n"
    "2026-10-31,MAIL1,NAME1,False,,True,True,True,False,True,True,2026-10-30,2026-10-29,,,,2026-10-30,2025-01-07,"
    "2025-01-07,2025-01-07,,2025-01-07,2025-01-07,MICROSOFT 365 E3+MICROSOFT TEAMS\n"
    "2026-10-31,MAIL2,NAME2,False,,True,True,True,False,True,True,2026-10-12,,,,,2026-09-02,2025-01-07,2025-01-07,"
    "2025-01-07,,2025-01-07,2025-01-07,MICROSOFT 365 E3\n"
    "2026-10-31,MAIL3,NAME3,False,,True,True,True,False,True,True,,,,,,,2025-01-07,2025-01-07,2025-01-07,,2025-01-07,"
    "2025-01-07,MICROSOFT 365 E3\n"
    "2026-10-31,MAIL4,NAME4,True,2026-10-20,False,False,False,False,False,False,2026-10-19,,,,,2026-10-19,,,,,,,",
    mark=True,
)
ACTIVE_COUNTS = _export(
    "microsoft365_active_counts",
    "Office365ActiveUserCounts.csv",
    "Report Refresh Date,Office 365,Exchange,OneDrive,SharePoint,Skype For Business,Yammer,Teams,Report Date,"
    "Report Period\n2026-10-31,410,400,120,90,0,5,380,2026-10-30,7\n2026-10-31,120,110,20,12,0,1,70,2026-10-31,7",
    mark=True,
)
SERVICES = _export(
    "microsoft365_services",
    "Office365ServicesUserCounts.csv",
    "Report Refresh Date,Exchange Active,Exchange Inactive,OneDrive Active,OneDrive Inactive,SharePoint Active,"
    "SharePoint Inactive,Skype For Business Active,Skype For Business Inactive,Yammer Active,Yammer Inactive,"
    "Teams Active,Teams Inactive,Office 365 Active,Office 365 Inactive,Report Period\n"
    "2026-10-31,400,20,120,300,90,330,0,0,5,415,380,40,410,10,30",
    mark=True,
)
TEAMS = _export(
    "microsoft365_teams_users",
    "TeamsUserActivityUserDetail.csv",
    "Report Refresh Date,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Assigned Products,"
    "Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Meetings Organized Count,"
    "Meetings Attended Count,Ad Hoc Meetings Organized Count,Ad Hoc Meetings Attended Count,"
    "Scheduled One-time Meetings Organized Count,Scheduled One-time Meetings Attended Count,"
    "Scheduled Recurring Meetings Organized Count,Scheduled Recurring Meetings Attended Count,Audio Duration,"
    "Video Duration,Screen Share Duration,Audio Duration In Seconds,Video Duration In Seconds,"
    "Screen Share Duration In Seconds,Has Other Action,Is Licensed,Report Period\n"
    "2026-10-31,MAIL1,2026-10-30,False,,MICROSOFT 365 E3,14,120,3,21,4,17,0,0,1,5,3,12,PT12H40M,PT9H,PT1H2M,45600,"
    "32400,3720,Yes,Yes,30\n"
    "2026-10-31,MAIL2,,False,,MICROSOFT 365 E3,0,0,0,0,0,0,0,0,0,0,0,0,PT0S,PT0S,PT0S,0,0,0,No,Yes,30",
    mark=True,
)
SHAREPOINT_SITES = _export(
    "microsoft365_sharepoint_sites",
    "SharePointSiteUsageDetail.csv",
    "Report Refresh Date,Site Id,Site URL,Owner Display Name,Is Deleted,Last Activity Date,File Count,"
    "Active File Count,Page View Count,Visited Page Count,Storage Used (Byte),Storage Allocated (Byte),"
    "Root Web Template,Owner Principal Name,Report Period\n"
    "2026-10-31,1a2b3c4d-0000-4000-8000-000000000001,https://sites.example/sites/portal,NAME1,False,2026-10-30,1204,88,"
    "5120,77,7340032000,27487790694400,Team Site,MAIL1,30",
    mark=True,
)
SHAREPOINT_USERS = _export(
    "microsoft365_sharepoint_users",
    "SharePointActivityUserDetail.csv",
    "Report Refresh Date,User Principal Name,Is Deleted,Deleted Date,Last Activity Date,Viewed Or Edited File Count,"
    "Synced File Count,Shared Internally File Count,Shared Externally File Count,Visited Page Count,Assigned Products,"
    "Report Period\n2026-10-31,MAIL1,False,,2026-10-30,41,3,2,0,19,MICROSOFT 365 E3,30",
    mark=True,
)
ONEDRIVE_USERS = _export(
    "microsoft365_onedrive_users",
    "OneDriveActivityUserDetail.csv",
    "Report Refresh Date,User Principal Name,Is Deleted,Deleted Date,Last Activity Date,Viewed Or Edited File Count,"
    "Synced File Count,Shared Internally File Count,Shared Externally File Count,Assigned Products,Report Period\n"
    "2026-10-31,MAIL1,False,,2026-10-30,41,3,2,0,MICROSOFT 365 E3,30",
    mark=True,
)
ONEDRIVE_ACCOUNTS = _export(
    "microsoft365_onedrive_accounts",
    "OneDriveUsageAccountDetail.csv",
    "Report Refresh Date,Site URL,Owner Display Name,Is Deleted,Last Activity Date,File Count,Active File Count,"
    "Storage Used (Byte),Storage Allocated (Byte),Owner Principal Name,Report Period\n"
    "2026-10-31,https://contoso-my.example/personal/anna_kowalska,NAME1,False,2026-10-30,310,12,734003200,"
    "1099511627776,MAIL1,30",
    mark=True,
)
MAILBOXES = _export(
    "microsoft365_mailboxes",
    "MailboxUsageDetail.csv",
    "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Created Date,Last Activity Date,"
    "Item Count,Storage Used (Byte),Issue Warning Quota (Byte),Prohibit Send Quota (Byte),"
    "Prohibit Send/Receive Quota (Byte),Deleted Item Count,Deleted Item Size (Byte),Report Period\n"
    "2026-10-31,MAIL1,NAME1,False,,2025-01-07,2026-10-30,9120,734003200,52613349376,53150220288,53687091200,12,1024,30",
    mark=True,
)
GROUPS = _export(
    "microsoft365_groups",
    "Office365GroupsActivityDetail.csv",
    "Report Refresh Date,Group Display Name,Is Deleted,Owner Principal Name,Last Activity Date,Group Type,Member Count,"
    "Guest Count,Exchange Received Email Count,SharePoint Active File Count,Yammer Posted Message Count,"
    "Yammer Read Message Count,Yammer Liked Message Count,Exchange Mailbox Total Item Count,"
    "Exchange Mailbox Storage Used (Byte),SharePoint Total File Count,SharePoint Site Storage Used (Byte),Group Id,"
    "Report Period\n"
    "2026-10-31,Registry team,False,MAIL1,2026-10-30,Private,24,2,120,33,0,0,0,880,10240,1204,73400320,"
    "1a2b3c4d-0000-4000-8000-000000000002,30",
    mark=True,
)
APP_USERS = _export(
    "microsoft365_app_users",
    "M365AppUserDetail.csv",
    "Report Refresh Date,User Principal Name,Last Activation Date,Last Activity Date,Report Period,Windows,Mac,Mobile,"
    "Web,Outlook,Word,Excel,PowerPoint,OneNote,Teams,Outlook (Windows),Word (Windows),Excel (Windows),"
    "PowerPoint (Windows),OneNote (Windows),Teams (Windows)\n"
    "2026-10-31,MAIL1,2026-09-01,2026-10-30,30,Yes,No,Yes,Yes,Yes,Yes,Yes,No,No,Yes,Yes,Yes,Yes,No,No,Yes\n"
    "2026-10-31,MAIL2,,2026-10-12,30,No,No,No,Yes,No,Yes,No,No,No,Yes,No,No,No,No,No,No",
    mark=True,
)
ACTIVATIONS = _export(
    "microsoft365_activations",
    "Office365ActivationsUserDetail.csv",
    "Report Refresh Date,User Principal Name,Display Name,Product Type,Last Activated Date,Windows,Mac,"
    "Windows 10 Mobile,iOS,Android,Activated On Shared Computer\n"
    "2026-10-31,MAIL1,NAME1,MICROSOFT 365 APPS FOR ENTERPRISE,2026-09-01,2,0,0,1,0,False",
    mark=True,
)
ACTIVATION_COUNTS = _export(
    "microsoft365_activation_counts",
    "Office365ActivationsUserCounts.csv",
    "Report Refresh Date,Product Type,Assigned,Activated,Shared Computer Activation\n"
    "2026-10-31,MICROSOFT 365 APPS FOR ENTERPRISE,420,380,12",
    mark=True,
)
EMAIL_USERS = _export(
    "microsoft365_email_users",
    "EmailActivityUserDetail.csv",
    "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Last Activity Date,Send Count,"
    "Receive Count,Read Count,Assigned Products,Report Period\n"
    "2026-10-31,MAIL1,NAME1,False,,2026-10-30,210,1120,940,MICROSOFT 365 E3,30",
    mark=True,
)
ENGAGE_USERS = _export(
    "microsoft365_engage_users",
    "YammerActivityUserDetail.csv",
    "Report Refresh Date,User Principal Name,Display Name,User State,State Change Date,Last Activity Date,Posted Count,"
    "Read Count,Liked Count,Assigned Products,Report Period\n"
    "2026-10-31,MAIL1,NAME1,active,2025-01-07,2026-10-30,2,41,7,MICROSOFT 365 E3,30",
    mark=True,
)
COPILOT_USERS = _export(
    "microsoft365_copilot_users",
    "Microsoft365CopilotUsageUserDetail.csv",
    "Report Refresh Date,Report Period,User Principal Name,Display Name,Last Activity Date,"
    "Microsoft Teams Copilot Last Activity Date,Word Copilot Last Activity Date,Excel Copilot Last Activity Date,"
    "PowerPoint Copilot Last Activity Date,Outlook Copilot Last Activity Date,OneNote Copilot Last Activity Date,"
    "Loop Copilot Last Activity Date,Copilot Chat Last Activity Date\n"
    "2026-10-31,30,MAIL1,NAME1,2026-10-30,2026-10-30,2026-10-28,,,2026-10-30,,,2026-10-29",
    mark=True,
)
# Jira: repeated headers, lines in cells, times as the profile of the person writes them; the row of an issue has as
# many cells as the one with most labels.
JIRA = _export(
    "jira_issues",
    "Jira.csv",
    "Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Project type,Project lead,Priority,"
    "Resolution,Assignee,Reporter,Creator,Created,Updated,Last Viewed,Resolved,Fix versions,Components,Components,"
    "Due date,Votes,Labels,Labels,Description,Watchers,Watchers,Original Estimate,Time Spent,Sprint,Sprint,"
    "Custom field (Story Points),Comment,Comment,Status Category\n"
    "Total of the invoice is wrong,REG-12,10012,Bug,Done,REG,Registry,software,NAME4,High,Done,NAME1,NAME2,NAME2,"
    "07/Oct/26 3:26 PM,21/Oct/26 9:14 AM,,21/Oct/26 9:14 AM,1.4,Invoices,Print,16/Oct/26 12:00 AM,2,urgent,billing,"
    '"First line\nsecond line, with a comma",NAME3,NAME4,7200,9000,Sprint 41,Sprint 42,3,"07/Oct/26 3:30 PM;NAME1;'
    'Seen",,Done\n'
    "Search finds nothing,REG-13,10013,Task,In Progress,REG,Registry,software,NAME4,Medium,,NAME2,NAME1,NAME1,"
    "13/Oct/26 11:02 AM,30/Oct/26 5:40 PM,,,,Search,,30/Oct/26 12:00 AM,0,search,,,,,,,Sprint 42,,5,,,In Progress\n"
    "Help page,REG-14,10014,Task,To Do,REG,Registry,software,NAME4,Low,,,NAME3,NAME3,29/Sep/26 8:00 AM,"
    "29/Sep/26 8:00 AM,,,,,,,0,,,,,,,,,,,,,To Do",
)
CONFLUENCE = _export(
    "confluence_analytics",
    "analytics_2026-10.csv",
    "Title,Space name,Space key,Type,Views,Viewers,Created,Last updated,Last viewed,Author\n"
    '"How to file, step by step",Handbook,HB,page,412,120,2025-03-04,2026-10-02,2026-10-31,NAME1\n'
    "News of October,Handbook,HB,blogpost,80,61,2026-10-01,2026-10-01,2026-10-30,NAME2",
)
# Forms: question texts as headers, several answers with a semicolon at the end, American dates, anonymous.
FORMS = _export(
    "microsoft_forms",
    "Portal survey(1-3).csv",
    'Id,Start time,Completion time,Email,Name,"How satisfied are you with the portal, overall?",'
    '"How likely are you to recommend it to a colleague?","It was easy to find what I needed",'
    '"What do you use it for?","What should we change?"\n'
    "1,10/7/26 19:06:23,10/7/26 19:08:01,anonymous,,5,10,7,Search;Filing;,\n"
    '2,10/13/26 8:00:10,10/13/26 8:02:44,anonymous,,2,4,3,Search;,"Shorter forms\nplease"\n'
    "3,10/27/26 8:00:10,10/27/26 8:01:12,anonymous,,4,9,5,Filing;Print;,",
)
ZENDESK = _export(
    "zendesk_tickets",
    "export-2026-10-31.csv",
    "Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,"
    "Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,"
    "Due date,Initially assigned at,Solved at,Resolution time,Satisfaction Score,Group stations,Assignee stations,"
    "Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,"
    "First resolution time in minutes,First resolution time in minutes within business hours,"
    "Full resolution time in minutes,Full resolution time in minutes within business hours,"
    "Agent wait time in minutes,Agent wait time in minutes within business hours,Requester wait time in minutes,"
    "Requester wait time in minutes within business hours,On hold time in minutes,"
    "On hold time in minutes within business hours,Cause [list]\n"
    "1,297732,NAME1,10300600000001,,MAIL1,contoso.example,NAME1,NAME2,Support,Cannot sign in says NAME1,login vip,"
    "Solved,Low,Mail,Incident,2026-10-08T20:52:10+02:00,2026-10-09T09:00:00+02:00,2026-10-08T21:00:00+02:00,North,,"
    "2026-10-08T21:00:00+02:00,2026-10-09T08:58:30+02:00,12.1,Good,1,1,0,2,14,14,726,190,726,190,0,0,712,180,0,0,Access\n"
    "1,297733,NAME3,10300600000003,,MAIL3,contoso.example,NAME3,NAME2,Support,Invoice,,Open,High,Web form,Question,"
    "2026-10-26T10:05:00+01:00,2026-10-26T11:00:00+01:00,2026-10-26T10:10:00+01:00,South,2026-10-30T18:00:00+01:00,"
    "2026-10-26T10:10:00+01:00,,,Unoffered,1,1,0,1,55,55,,,,,,,,,,,Billing",
)
SERVICENOW = _export(
    "servicenow_tickets",
    "incident.csv",
    "number,opened_at,short_description,caller_id,priority,state,category,assignment_group,assigned_to,contact_type,"
    "closed_at,sla_due,made_sla,reassignment_count,reopen_count,sys_updated_on,sys_updated_by\n"
    "INC0010001,07-10-2026 09:12:33,NAME1 cannot print,NAME1,3 - Moderate,Closed,Hardware,Service desk,NAME2,Phone,"
    "08-10-2026 16:40:02,09-10-2026 09:12:33,true,0,0,08-10-2026 16:40:02,NAME2\n"
    "INC0010002,26-10-2026 14:00:00,VPN drops,NAME3,2 - High,In Progress,Network,Network,NAME4,Self-service,,UNKNOWN,"
    "true,1,0,27-10-2026 08:00:00,NAME4",
)
SERVICENOW_LABELS = _export(
    "servicenow_tickets",
    "incident_labels.csv",
    "Number,Opened,Short description,Caller,Priority,State,Category,Assignment group,Assigned to,Updated,Updated by,"
    "Closed,Made SLA,Channel\n"
    "INC0010001,07-10-2026 09:12:33,NAME1 cannot print,NAME1,3 - Moderate,Closed,Hardware,Service desk,NAME2,"
    "08-10-2026 16:40:02,NAME2,08-10-2026 16:40:02,true,Phone\n"
    "INC0010002,26-10-2026 14:00:00,VPN drops,NAME3,2 - High,In Progress,Network,Network,NAME4,27-10-2026 08:00:00,"
    "NAME4,,true,Self-service",
)
DYNAMICS = _export(
    "dynamics_contacts",
    "My Active Contacts 10-31-2026 9-14-02 AM.csv",
    "(Do Not Modify) Contact,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On, Full Name,Job Title,"
    "Account Name,Email,Business Phone,Owner,Segment,Power,Interest,Current Engagement,Desired Engagement,Next Step\n"
    "5f6e0001-0000-4000-8000-000000000001,c2+x==,2026-10-28 09:14,NAME1,Director,City council,MAIL1,+48 22 555 0101,"
    "NAME4,Regulators,8,7,Neutral,Supportive,Briefing in November\n"
    "5f6e0002-0000-4000-8000-000000000002,d3+y==,2026-10-28 09:14,NAME2,Head of IT,Field offices,MAIL2,,NAME4,Users,4,"
    "9,Supportive,Supportive,",
)
HUBSPOT = _export(
    "hubspot_contacts",
    "hubspot-crm-exports-all-contacts-2026-10-31.csv",
    "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Last Modified Date,"
    "Contact Type,Lifecycle Stage,Job Title,Associated Company,Associated Company IDs,Influence,Interest,Engagement,"
    "Target Engagement\n"
    "901,Anna,Kowalska,MAIL1,+48 22 555 0101,NAME4,NEW,2024-03-12 09:14,2026-10-12 10:00,Regulator,customer,Director,"
    "City council,101;102,8,7,Neutral,Supportive\n"
    "902,Boris,Muster,MAIL2,,NAME4,OPEN,2024-03-12 09:14,2026-10-12 10:00,User,lead,Head of IT,Field offices,103,4,9,"
    "Supportive,Supportive",
)
SALESFORCE = _export(
    "salesforce_contacts",
    "report1761900000000.csv",
    "Contact ID,First Name,Last Name,Account Name,Title,Email,Phone,Mobile Phone,Mailing City,Contact Owner,Power,"
    "Interest,Current Engagement,Desired Engagement\n"
    "0035000000XyZ1AAQ,Anna,Kowalska,City council,Director,MAIL1,+48 22 555 0101,,Warsaw,NAME4,8,7,Neutral,Supportive\n"
    "0035000000XyZ2BBQ,Boris,Muster,Field offices,Head of IT,MAIL2,,,Berlin,NAME4,4,9,Supportive,Supportive",
)
EXPORTS = (
    ACTIVE_USERS, ACTIVE_COUNTS, SERVICES, TEAMS, SHAREPOINT_SITES, SHAREPOINT_USERS, ONEDRIVE_USERS, ONEDRIVE_ACCOUNTS,
    MAILBOXES, GROUPS, APP_USERS, ACTIVATIONS, ACTIVATION_COUNTS, EMAIL_USERS, ENGAGE_USERS, COPILOT_USERS, JIRA,
    CONFLUENCE, FORMS, ZENDESK, SERVICENOW_LABELS, SERVICENOW, DYNAMICS, HUBSPOT, SALESFORCE,
)  # fmt: skip
